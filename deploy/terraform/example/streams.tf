# A Kafka cluster with TLS and SCRAM users, reachable from the jobs' security groups only; and a Kinesis stream.

resource "aws_security_group" "broker" {
  name_prefix = "${var.name}-broker-"
  description = "MSK"
  vpc_id      = aws_vpc.main.id
}

resource "aws_msk_configuration" "main" {
  name              = var.name
  server_properties = <<-PROPERTIES
    auto.create.topics.enable = false
    default.replication.factor = 2
    min.insync.replicas = 1
    message.max.bytes = 16777216
  PROPERTIES
}

resource "aws_msk_cluster" "main" {
  cluster_name           = var.name
  kafka_version          = "3.9.x"
  number_of_broker_nodes = 2
  configuration_info {
    arn      = aws_msk_configuration.main.arn
    revision = aws_msk_configuration.main.latest_revision
  }
  broker_node_group_info {
    instance_type   = "kafka.t3.small"
    client_subnets  = aws_subnet.private[*].id
    security_groups = [aws_security_group.broker.id]
    storage_info {
      ebs_storage_info {
        volume_size = 100
      }
    }
  }
  client_authentication {
    unauthenticated = false
    sasl {
      scram = true
    }
  }
  encryption_info {
    encryption_at_rest_kms_key_arn = aws_kms_key.main.arn
    encryption_in_transit {
      client_broker = "TLS"
      in_cluster    = true
    }
  }
}

# MSK takes users from secrets of such a name, encrypted with a key of one's own, of this form.
resource "aws_secretsmanager_secret" "broker" {
  name       = "AmazonMSK_${var.name}"
  kms_key_id = aws_kms_key.main.arn
}

resource "aws_secretsmanager_secret_version" "broker" {
  secret_id     = aws_secretsmanager_secret.broker.id
  secret_string = jsonencode({ username = "millrace", password = random_password.broker.result })
}

resource "aws_msk_scram_secret_association" "main" {
  cluster_arn     = aws_msk_cluster.main.arn
  secret_arn_list = [aws_secretsmanager_secret_version.broker.arn]
}

resource "random_password" "broker" {
  length  = 32
  special = false
}

resource "aws_kinesis_stream" "main" {
  name             = "${var.name}-events"
  retention_period = 168
  encryption_type  = "KMS"
  kms_key_id       = aws_kms_key.main.arn
  stream_mode_details {
    stream_mode = "ON_DEMAND"
  }
}
