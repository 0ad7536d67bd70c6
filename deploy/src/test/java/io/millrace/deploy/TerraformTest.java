package io.millrace.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.bench.Checkout;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * What can be said about deploy/terraform without Terraform and AWS. That a job's properties are
 * accepted is JobPropertiesIT's.
 */
class TerraformTest {

  private static final Pattern VARIABLE =
      Pattern.compile("(?ms)^variable \"(\\w+)\" \\{\\n(.*?)^}$");

  /** Who calls what: the reason for each action that the module's role allows. */
  private static final Set<String> ACTIONS =
      Set.of(
          // The jar; ContractFile reads the contract.
          "s3:GetObject",
          "s3:GetObjectVersion",
          // Flink's recoverable writer on S3A, and its clean-up.
          "s3:PutObject",
          "s3:DeleteObject",
          "s3:AbortMultipartUpload",
          "s3:ListMultipartUploadParts",
          "s3:ListBucket",
          "s3:ListBucketMultipartUploads",
          // The Kinesis source: each of these is looked for in its code below.
          "kinesis:DescribeStream",
          "kinesis:DescribeStreamSummary",
          "kinesis:DescribeStreamConsumer",
          "kinesis:RegisterStreamConsumer",
          "kinesis:SubscribeToShard",
          "kinesis:ListShards",
          "kinesis:GetShardIterator",
          "kinesis:GetRecords",
          // What ${secret:ARN} in a property is resolved by: AwsSecrets.
          "secretsmanager:GetSecretValue",
          // Encrypted buckets.
          "kms:Decrypt",
          "kms:GenerateDataKey",
          // Managed Flink itself, by its developer guide: logs and VPC.
          "logs:PutLogEvents",
          "logs:DescribeLogStreams",
          "logs:DescribeLogGroups",
          "ec2:DescribeVpcs",
          "ec2:DescribeSubnets",
          "ec2:DescribeSecurityGroups",
          "ec2:DescribeDhcpOptions",
          "ec2:DescribeNetworkInterfaces",
          "ec2:CreateNetworkInterface",
          "ec2:CreateNetworkInterfacePermission",
          "ec2:DeleteNetworkInterface",
          "sts:AssumeRole");

  @Test
  void everyVariableIsDescribedAndTyped() {
    for (String folder : List.of("deploy/terraform/modules/job", "deploy/terraform/example")) {
      int variables = 0;
      for (Matcher variable = VARIABLE.matcher(Checkout.text(folder + "/variables.tf"));
          variable.find(); ) {
        variables++;
        assertThat(variable.group(2))
            .as(variable.group(1))
            .contains("  description = \"")
            .containsPattern("(?m)^  type +=");
      }
      assertThat(variables).isGreaterThan(5);
    }
  }

  @Test
  void everyVariableIsUsedAndEveryUsedOneDeclared() {
    for (String folder : List.of("deploy/terraform/modules/job", "deploy/terraform/example")) {
      String all = text(folder);
      assertThat(new TreeSet<>(found(Pattern.compile("\\bvar\\.(\\w+)"), all)))
          .as(folder)
          .isEqualTo(new TreeSet<>(found(Pattern.compile("(?m)^variable \"(\\w+)\""), all)));
    }
  }

  @Test
  void roleAllowsOnlyWhatJobsUse() {
    String iam = Checkout.text("deploy/terraform/modules/job/iam.tf");
    List<String> actions = new ArrayList<>();
    for (String list : found(Pattern.compile("actions\\s*=\\s*\\[([^]]*)]"), iam)) {
      actions.addAll(found(Pattern.compile("\"([^\"]+)\""), list));
    }
    assertThat(new TreeSet<>(actions)).isEqualTo(new TreeSet<>(ACTIONS));
    assertThat(actions).noneMatch(action -> action.contains("*"));
    // Only network interfaces, whose calls know no narrower resource.
    assertThat(found(Pattern.compile("sid\\s*=\\s*\"(\\w+)\"[^}]*resources = \\[\"\\*\"]"), iam))
        .containsExactly("VpcRead", "VpcInterfaces");
  }

  @Test
  void kinesisActionsAreTheOnesThatTheSourceCalls() {
    StringBuilder code = new StringBuilder();
    Checkout.files("common/kinesis", "src/main/java/**.java")
        .forEach(
            file -> code.append(Checkout.text(Checkout.resolve("").relativize(file).toString())));
    for (String action : ACTIONS) {
      if (action.startsWith("kinesis:")) {
        String call = action.replace("kinesis:", "");
        assertThat(code.toString())
            .contains(
                "." + call.substring(0, 1).toLowerCase(Locale.ROOT) + call.substring(1) + "(");
      }
    }
  }

  @Test
  void noSecretIsWrittenDown() {
    String all = text("deploy/terraform/example") + text("deploy/terraform/modules/job");
    assertThat(all).doesNotContainPattern("password\\s*=\\s*\"[^\"$]+\"");
    assertThat(all).doesNotContainPattern("AKIA[0-9A-Z]{16}");
  }

  private static String text(String folder) {
    StringBuilder all = new StringBuilder();
    Checkout.files(folder, "*.tf")
        .forEach(file -> all.append(Checkout.text(folder + "/" + file.getFileName())));
    return all.toString();
  }

  private static List<String> found(Pattern pattern, String text) {
    List<String> found = new ArrayList<>();
    for (Matcher matcher = pattern.matcher(text); matcher.find(); ) {
      found.add(matcher.group(1));
    }
    return found;
  }
}
