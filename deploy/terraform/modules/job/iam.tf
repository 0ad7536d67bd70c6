# What the job may do: the calls it makes, on the streams, buckets and logs that are its own.

data "aws_iam_policy_document" "assume" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["kinesisanalytics.amazonaws.com"]
    }
    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [data.aws_caller_identity.current.account_id]
    }
  }
}

resource "aws_iam_role" "job" {
  name_prefix        = "${substr(var.name, 0, 37)}-"
  assume_role_policy = data.aws_iam_policy_document.assume.json
  tags               = var.tags
}

resource "aws_iam_role_policy" "job" {
  name   = "job"
  role   = aws_iam_role.job.id
  policy = data.aws_iam_policy_document.job.json
}

data "aws_iam_policy_document" "job" {
  # Jar and contract.
  statement {
    sid       = "Code"
    actions   = ["s3:GetObject", "s3:GetObjectVersion"]
    resources = ["${var.code.bucket_arn}/${var.code.key}", "${var.code.bucket_arn}/${var.contract}"]
  }

  # Flink's recoverable writer: uploads in parts, completes or aborts them, reads the tail back, lists by prefix.
  dynamic "statement" {
    for_each = var.lake_bucket_arn == null ? [] : [var.lake_bucket_arn]
    content {
      sid       = "LakeObjects"
      actions   = ["s3:GetObject", "s3:PutObject", "s3:DeleteObject", "s3:AbortMultipartUpload", "s3:ListMultipartUploadParts"]
      resources = ["${statement.value}/*"]
    }
  }
  dynamic "statement" {
    for_each = var.lake_bucket_arn == null ? [] : [var.lake_bucket_arn]
    content {
      sid       = "LakeBucket"
      actions   = ["s3:ListBucket", "s3:ListBucketMultipartUploads"]
      resources = [statement.value]
    }
  }

  dynamic "statement" {
    for_each = length(var.kinesis_stream_arns) == 0 ? [] : [var.kinesis_stream_arns]
    content {
      sid       = "KinesisStreams"
      actions   = ["kinesis:DescribeStream", "kinesis:DescribeStreamSummary", "kinesis:ListShards", "kinesis:GetShardIterator", "kinesis:GetRecords", "kinesis:RegisterStreamConsumer"]
      resources = statement.value
    }
  }
  # Enhanced fan-out: the consumers of these streams.
  dynamic "statement" {
    for_each = length(var.kinesis_stream_arns) == 0 ? [] : [var.kinesis_stream_arns]
    content {
      sid       = "KinesisConsumers"
      actions   = ["kinesis:DescribeStreamConsumer", "kinesis:SubscribeToShard"]
      resources = flatten([for arn in statement.value : [arn, "${arn}/consumer/*"]])
    }
  }

  dynamic "statement" {
    for_each = length(var.secret_arns) == 0 ? [] : [var.secret_arns]
    content {
      sid       = "Secrets"
      actions   = ["secretsmanager:GetSecretValue"]
      resources = statement.value
    }
  }

  dynamic "statement" {
    for_each = length(var.kms_key_arns) == 0 ? [] : [var.kms_key_arns]
    content {
      sid       = "Keys"
      actions   = ["kms:Decrypt", "kms:GenerateDataKey"]
      resources = statement.value
    }
  }

  # Managed Flink's own: logs, and network interfaces in the VPC (these calls know no narrower resource).
  statement {
    sid       = "Logs"
    actions   = ["logs:PutLogEvents", "logs:DescribeLogStreams"]
    resources = [aws_cloudwatch_log_group.job.arn, "${aws_cloudwatch_log_group.job.arn}:*"]
  }
  statement {
    sid       = "LogGroups"
    actions   = ["logs:DescribeLogGroups"]
    resources = ["arn:aws:logs:${data.aws_region.current.region}:${data.aws_caller_identity.current.account_id}:log-group:*"]
  }
  statement {
    sid       = "VpcRead"
    actions   = ["ec2:DescribeVpcs", "ec2:DescribeSubnets", "ec2:DescribeSecurityGroups", "ec2:DescribeDhcpOptions", "ec2:DescribeNetworkInterfaces"]
    resources = ["*"]
  }
  statement {
    sid       = "VpcInterfaces"
    actions   = ["ec2:CreateNetworkInterface", "ec2:CreateNetworkInterfacePermission", "ec2:DeleteNetworkInterface"]
    resources = ["*"]
  }
}
