locals {
  namespace  = "AWS/KinesisAnalytics"
  dimensions = { Application = var.name }

  alarms = merge({
    down = {
      metric = "uptime", statistic = "Maximum", comparison = "LessThanOrEqualToThreshold", threshold = 0, periods = 5
      text   = "The job has not run for five minutes."
    }
    restarts = {
      metric = "numRestarts", statistic = "Maximum", comparison = "GreaterThanThreshold", threshold = 0, periods = 1, difference = true
      text   = "The job restarted."
    }
    checkpoints-failed = {
      metric = "numberOfFailedCheckpoints", statistic = "Maximum", comparison = "GreaterThanThreshold", threshold = 0, periods = 3, difference = true
      text   = "Checkpoints fail: nothing becomes visible until one completes."
    }
    checkpoints-slow = {
      metric = "lastCheckpointDuration", statistic = "Maximum", comparison = "GreaterThanThreshold", threshold = var.checkpoint_interval_seconds * 1000 * 2, periods = 5
      text   = "Checkpoints take more than twice their interval."
    }
    heap = {
      metric = "heapMemoryUtilization", statistic = "Maximum", comparison = "GreaterThanThreshold", threshold = 90, periods = 15
      text   = "The heap is nearly full: dedup state or open files have outgrown the KPUs."
    }
    }, length(var.kinesis_stream_arns) > 0 ? {
    lag-kinesis = {
      metric = "millisBehindLatest", statistic = "Maximum", comparison = "GreaterThanThreshold", threshold = var.most_millis_behind, periods = 10
      text   = "A shard is far behind its stream."
    }
    } : {
    lag-kafka = {
      metric = "records_lag_max", statistic = "Maximum", comparison = "GreaterThanThreshold", threshold = var.most_records_behind, periods = 10
      text   = "A partition is far behind its topic."
    }
  })
}

resource "aws_cloudwatch_metric_alarm" "job" {
  for_each            = local.alarms
  alarm_name          = "${var.name}-${each.key}"
  alarm_description   = "${each.value.text} See docs/deploy.md."
  comparison_operator = each.value.comparison
  threshold           = each.value.threshold
  evaluation_periods  = each.value.periods
  # A job that is down reports nothing, and that is the alarm.
  treat_missing_data = each.key == "down" ? "breaching" : "missing"
  alarm_actions      = var.alarm_topic_arns
  ok_actions         = var.alarm_topic_arns
  tags               = var.tags

  # Counters that only grow are looked at by their difference.
  dynamic "metric_query" {
    for_each = try(each.value.difference, false) ? [1] : []
    content {
      id          = "grown"
      expression  = "DIFF(total)"
      label       = "${each.value.metric}, since the minute before"
      return_data = true
    }
  }
  metric_query {
    id          = "total"
    return_data = !try(each.value.difference, false)
    metric {
      namespace   = local.namespace
      metric_name = each.value.metric
      dimensions  = local.dimensions
      period      = 60
      stat        = each.value.statistic
    }
  }
}

# `millrace audit --json` says `"balanced": false` when the ledger does not balance; whoever schedules it writes its last
# line to this job's log group, stream `audit`.
resource "aws_cloudwatch_log_metric_filter" "imbalance" {
  name           = "${var.name}-ledger-imbalance"
  log_group_name = aws_cloudwatch_log_group.job.name
  pattern        = "{ $.balanced IS FALSE }"
  metric_transformation {
    namespace     = "Millrace"
    name          = "${var.name}-ledger-imbalance"
    value         = "1"
    default_value = "0"
  }
}

resource "aws_cloudwatch_metric_alarm" "imbalance" {
  alarm_name          = "${var.name}-ledger-imbalance"
  alarm_description   = "The ledger does not balance. See docs/audit.md."
  namespace           = "Millrace"
  metric_name         = "${var.name}-ledger-imbalance"
  statistic           = "Sum"
  period              = 300
  evaluation_periods  = 1
  comparison_operator = "GreaterThanThreshold"
  threshold           = 0
  treat_missing_data  = "notBreaching"
  alarm_actions       = var.alarm_topic_arns
  tags                = var.tags
}

resource "aws_cloudwatch_dashboard" "job" {
  dashboard_name = var.name
  dashboard_body = jsonencode({
    widgets = [
      for i, metric in [
        "uptime", "numRestarts", "numRecordsInPerSecond", "numRecordsOutPerSecond", "records_lag_max", "millisBehindLatest",
        "lastCheckpointDuration", "lastCheckpointSize", "numberOfFailedCheckpoints", "heapMemoryUtilization", "cpuUtilization", "KPUs"
        ] : {
        type = "metric", x = (i % 3) * 8, y = floor(i / 3) * 6, width = 8, height = 6
        properties = {
          title   = metric
          region  = data.aws_region.current.region
          period  = 60
          stat    = "Maximum"
          metrics = [[local.namespace, metric, "Application", var.name]]
        }
      }
    ]
  })
}
