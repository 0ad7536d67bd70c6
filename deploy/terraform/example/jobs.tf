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
  contract            = local.contract
  code = {
    bucket_arn = aws_s3_bucket.code.arn
    key        = "jobs/millrace-${each.key}-${var.job_version}.jar"
  }

  property_groups_file = "${path.module}/../../../flink-conf/managed/${each.key}.json"
  properties = merge({
    job    = { "contract" = "s3://${aws_s3_bucket.code.id}/${local.contract}" }
    source = { "bootstrap-servers" = aws_msk_cluster.main.bootstrap_brokers_tls }
    jdbc   = { "url" = "jdbc:postgresql://${aws_db_instance.main.endpoint}/millrace?sslmode=require" }
    }, each.value.lake ? {
    lake = { "path" = "s3://${aws_s3_bucket.lake.id}" }
  } : {})
  secret_properties = {
    jdbc    = { "password" = aws_secretsmanager_secret_version.main["jdbc-password"].arn }
    secrets = { for key in each.value.secrets : key => aws_secretsmanager_secret_version.main[key].arn }
  }

  lake_bucket_arn  = each.value.lake ? aws_s3_bucket.lake.arn : null
  kms_key_arns     = [aws_kms_key.main.arn]
  alarm_topic_arns = [aws_sns_topic.alarms.arn]

  vpc = {
    id                          = aws_vpc.main.id
    subnet_ids                  = aws_subnet.private[*].id
    prefix_list_ids             = { s3 = aws_vpc_endpoint.s3.prefix_list_id }
    endpoint_security_group_ids = { aws = aws_security_group.endpoints.id }
    targets = {
      broker   = { port = 9094, security_group_id = aws_security_group.broker.id }
      database = { port = 5432, security_group_id = aws_security_group.database.id }
    }
  }
}

resource "aws_vpc_security_group_ingress_rule" "broker" {
  for_each                     = module.job
  security_group_id            = aws_security_group.broker.id
  referenced_security_group_id = each.value.security_group_id
  ip_protocol                  = "tcp"
  from_port                    = 9094
  to_port                      = 9094
  description                  = each.key
}

resource "aws_vpc_security_group_ingress_rule" "database" {
  for_each                     = module.job
  security_group_id            = aws_security_group.database.id
  referenced_security_group_id = each.value.security_group_id
  ip_protocol                  = "tcp"
  from_port                    = 5432
  to_port                      = 5432
  description                  = each.key
}
