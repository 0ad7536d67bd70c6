resource "aws_sns_topic" "alarms" {
  name = "${var.name}-alarms"
}

resource "aws_sns_topic_subscription" "alarms" {
  count     = var.alarm_email == null ? 0 : 1
  topic_arn = aws_sns_topic.alarms.arn
  protocol  = "email"
  endpoint  = var.alarm_email
}

locals {
  contract = "schemas/storefront.odcs.yaml"

  # What a job resolves when it starts.
  reference = { for key, secret in aws_secretsmanager_secret_version.main : key => "$${secret:${secret.arn}}" }
  jaas = join(" ", [
    "org.apache.kafka.common.security.scram.ScramLoginModule required",
    "username=\"millrace\" password=\"$${secret:${aws_secretsmanager_secret_version.broker.arn}#password}\";"
  ])

  services = {
    broker   = { port = 9096, security_group_id = aws_security_group.broker.id }
    database = { port = 5432, security_group_id = aws_security_group.database.id }
  }

  jobs = {
    lake     = { lake = true, secrets = ["hash-key", "dead-letter-key"], parallelism = 4 }
    rollups  = { lake = false, secrets = ["hash-key"], parallelism = 2 }
    sessions = { lake = true, secrets = ["hash-key"], parallelism = 2 }
  }
}

module "job" {
  source   = "../modules/job"
  for_each = local.jobs

  name                = "${var.name}-${each.key}"
  runtime_environment = var.runtime_environment
  parallelism         = each.value.parallelism
  start               = var.start
  contract            = local.contract
  code = {
    bucket_arn = aws_s3_bucket.code.arn
    key        = "jobs/millrace-${each.key}-${var.job_version}.jar"
  }

  property_groups_file = "${path.module}/../../../flink-conf/managed/${each.key}.json"
  properties = merge({
    job = { "contract" = "s3://${aws_s3_bucket.code.id}/${local.contract}" }
    source = {
      "bootstrap-servers"      = aws_msk_cluster.main.bootstrap_brokers_sasl_scram
      "kafka.sasl.jaas.config" = local.jaas
    }
    jdbc = {
      "url"      = "jdbc:postgresql://${aws_db_instance.main.endpoint}/millrace?sslmode=require"
      "password" = local.reference["jdbc-password"]
    }
    secrets = { for key in each.value.secrets : key => local.reference[key] }
    }, each.value.lake ? {
    lake = { "path" = "s3://${aws_s3_bucket.lake.id}" }
  } : {})
  secret_arns = concat(
    [aws_secretsmanager_secret_version.broker.arn],
    [for key in concat(["jdbc-password"], each.value.secrets) : aws_secretsmanager_secret_version.main[key].arn]
  )

  lake_bucket_arn  = each.value.lake ? aws_s3_bucket.lake.arn : null
  kms_key_arns     = [aws_kms_key.main.arn]
  alarm_topic_arns = [aws_sns_topic.alarms.arn]

  vpc = {
    id         = aws_vpc.main.id
    subnet_ids = aws_subnet.private[*].id
    targets = merge(local.services, {
      aws = { security_group_id = aws_security_group.endpoints.id }
      s3  = { prefix_list_id = aws_vpc_endpoint.s3.prefix_list_id }
    })
  }
}

# Every job to every service of ours.
resource "aws_vpc_security_group_ingress_rule" "job" {
  for_each = {
    for pair in setproduct(keys(local.jobs), keys(local.services)) : join("-", pair) => { job = pair[0], service = pair[1] }
  }
  security_group_id            = local.services[each.value.service].security_group_id
  referenced_security_group_id = module.job[each.value.job].security_group_id
  ip_protocol                  = "tcp"
  from_port                    = local.services[each.value.service].port
  to_port                      = local.services[each.value.service].port
  description                  = each.key
}

# Who makes topics and tables, too.
resource "aws_vpc_security_group_ingress_rule" "admin" {
  for_each = {
    for pair in setproduct(var.admin_security_group_ids, keys(local.services)) : join("-", pair) => { admin = pair[0], service = pair[1] }
  }
  security_group_id            = local.services[each.value.service].security_group_id
  referenced_security_group_id = each.value.admin
  ip_protocol                  = "tcp"
  from_port                    = local.services[each.value.service].port
  to_port                      = local.services[each.value.service].port
  description                  = each.key
}
