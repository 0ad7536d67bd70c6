/**
 * The one-machine platform: broker, S3 server, database and Flink cluster, each in processes of its
 * own, state in one folder.
 */
@NullMarked
package io.millrace.local.platform;

import org.jspecify.annotations.NullMarked;
