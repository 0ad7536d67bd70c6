package io.millrace.local.cli;

import io.millrace.contract.ContractCompiler;
import io.millrace.contract.StreamContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Reads contracts that a person names. */
final class ContractFile {

  private ContractFile() {}

  static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      throw CommandException.badUsage("contract " + file + " does not exist");
    } catch (IOException e) {
      throw CommandException.badUsage("contract " + file + " cannot be read: " + e.getMessage());
    }
  }

  /**
   * Compiles a contract.
   *
   * @throws io.millrace.contract.InvalidContractException with all its faults
   */
  static StreamContract compile(Path file) {
    return ContractCompiler.compile(file.toString(), bytes(file));
  }
}
