# One job of Millrace on Amazon Managed Service for Apache Flink.

data "aws_region" "current" {}
data "aws_caller_identity" "current" {}

locals {
  # [{PropertyGroupId, PropertyMap}] as in flink-conf/managed/.
  file_groups = { for group in jsondecode(file(var.property_groups_file)) : group.PropertyGroupId => group.PropertyMap }

  group_names = distinct(concat(keys(local.file_groups), keys(var.properties)))
  groups = {
    for name in local.group_names : name => merge(
      lookup(local.file_groups, name, {}), lookup(var.properties, name, {})
    )
  }
}

resource "aws_kinesisanalyticsv2_application" "job" {
  name                   = var.name
  runtime_environment    = var.runtime_environment
  service_execution_role = aws_iam_role.job.arn
  start_application      = var.start
  tags                   = var.tags

  application_configuration {
    application_code_configuration {
      code_content_type = "ZIPFILE"
      code_content {
        s3_content_location {
          bucket_arn     = var.code.bucket_arn
          file_key       = var.code.key
          object_version = var.code.object_version
        }
      }
    }

    # A job never starts on half a state: an operator that a new version has dropped is an error.
    run_configuration {
      application_restore_configuration {
        application_restore_type = "RESTORE_FROM_LATEST_SNAPSHOT"
      }
      flink_run_configuration {
        allow_non_restored_state = false
      }
    }

    application_snapshot_configuration {
      snapshots_enabled = true
    }

    environment_properties {
      dynamic "property_group" {
        for_each = local.groups
        content {
          property_group_id = property_group.key
          property_map      = property_group.value
        }
      }
    }

    flink_application_configuration {
      checkpoint_configuration {
        configuration_type            = "CUSTOM"
        checkpointing_enabled         = true
        checkpoint_interval           = var.checkpoint_interval_seconds * 1000
        min_pause_between_checkpoints = 5000
      }
      monitoring_configuration {
        configuration_type = "CUSTOM"
        # By operator: outcomes and lag are told apart by job, not by subtask.
        metrics_level = "OPERATOR"
        log_level     = "INFO"
      }
      parallelism_configuration {
        configuration_type   = "CUSTOM"
        parallelism          = var.parallelism
        parallelism_per_kpu  = var.parallelism_per_kpu
        auto_scaling_enabled = false
      }
    }

    vpc_configuration {
      subnet_ids         = var.vpc.subnet_ids
      security_group_ids = [aws_security_group.job.id]
    }
  }

  cloudwatch_logging_options {
    log_stream_arn = aws_cloudwatch_log_stream.job.arn
  }

  # The role must be usable before the application starts with it.
  depends_on = [aws_iam_role_policy.job]
}

resource "aws_cloudwatch_log_group" "job" {
  name              = "/millrace/${var.name}"
  retention_in_days = var.log_retention_days
  tags              = var.tags
}

resource "aws_cloudwatch_log_stream" "job" {
  name           = "flink"
  log_group_name = aws_cloudwatch_log_group.job.name
}

# Nothing comes in; out goes only what is named.
resource "aws_security_group" "job" {
  name_prefix = "${var.name}-"
  description = "Millrace job ${var.name}"
  vpc_id      = var.vpc.id
  tags        = var.tags
  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_vpc_security_group_egress_rule" "target" {
  for_each                     = var.vpc.targets
  security_group_id            = aws_security_group.job.id
  referenced_security_group_id = each.value.security_group_id
  prefix_list_id               = each.value.prefix_list_id
  ip_protocol                  = "tcp"
  from_port                    = each.value.port
  to_port                      = each.value.port
  description                  = each.key
}
