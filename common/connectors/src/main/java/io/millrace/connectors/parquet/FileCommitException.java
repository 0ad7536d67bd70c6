package io.millrace.connectors.parquet;

import java.io.IOException;
import java.util.Objects;
import org.apache.flink.streaming.api.functions.sink.filesystem.InProgressFileWriter.PendingFileRecoverable;

/** A file of a complete checkpoint that could not be made visible. Names it, and what to do. */
final class FileCommitException extends IOException {

  private static final long serialVersionUID = 1L;

  /** S3's code for an upload that was aborted, or that it never had. */
  private static final String NO_SUCH_UPLOAD = "NoSuchUpload";

  private FileCommitException(String message, Throwable cause) {
    super(message, cause);
  }

  static FileCommitException of(PendingFileRecoverable file, IOException failure) {
    String name = Objects.toString(file.getPath(), "(name unknown)") + " (" + size(file) + ")";
    return new FileCommitException(isGone(failure) ? lost(name) : passing(name), failure);
  }

  private static String lost(String name) {
    return "The file "
        + name
        + " of a completed checkpoint CANNOT be committed any more: the object store no longer has"
        + " its multipart upload, nor the file itself. Somebody aborted the upload, most likely a"
        + " lifecycle rule (AbortIncompleteMultipartUpload), or the finished file was deleted. Its"
        + " records are in no file; the job passes over nothing and fails at this checkpoint each"
        + " time. What to do: (1) stop the job, and keep the lifecycle rule from aborting uploads"
        + " younger than the oldest checkpoint or savepoint that is to be restored; (2) restore the"
        + " job from the newest checkpoint or savepoint before the one that holds this file, so"
        + " that it reads these records again; the source must still have them; (3) before the"
        + " restore, move away the files whose positions are beyond that restore point, or their"
        + " events are in the lake twice: docs/lake.md, Going back to an older checkpoint. The"
        + " ledger (millrace audit) shows both what is missing and what is there twice";
  }

  private static String passing(String name) {
    return "The file "
        + name
        + " of a completed checkpoint could not be committed now. Nothing is lost: its upload is"
        + " part of the checkpoint, and the job's recovery commits it. If this goes on, see the"
        + " cause";
  }

  /**
   * Whether another attempt is in vain. Flink says that an upload "is not valid" after any failure
   * of a commit, such as a store that was not to be reached: the store's own code is what counts.
   */
  private static boolean isGone(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (Objects.toString(cause.getMessage(), "").contains(NO_SUCH_UPLOAD)) {
        return true;
      }
    }
    return false;
  }

  private static String size(PendingFileRecoverable file) {
    return file.getSize() < 0 ? "size unknown" : file.getSize() + " bytes";
  }
}
