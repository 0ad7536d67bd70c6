resource "aws_kms_key" "main" {
  description             = "${var.name}: buckets, stream, database, secrets"
  enable_key_rotation     = true
  deletion_window_in_days = 30
}

# ---- Buckets: code and contracts, and the lake ----

resource "aws_s3_bucket" "code" {
  bucket = "${var.name}-code"
}

resource "aws_s3_bucket" "lake" {
  bucket = "${var.name}-lake"
}

locals {
  buckets = { code = aws_s3_bucket.code, lake = aws_s3_bucket.lake }
}

resource "aws_s3_bucket_public_access_block" "main" {
  for_each                = local.buckets
  bucket                  = each.value.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_server_side_encryption_configuration" "main" {
  for_each = local.buckets
  bucket   = each.value.id
  rule {
    bucket_key_enabled = true
    apply_server_side_encryption_by_default {
      sse_algorithm     = "aws:kms"
      kms_master_key_id = aws_kms_key.main.arn
    }
  }
}

resource "aws_s3_bucket_versioning" "code" {
  bucket = aws_s3_bucket.code.id
  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_lifecycle_configuration" "lake" {
  bucket = aws_s3_bucket.lake.id
  rule {
    id     = "unfinished-uploads"
    status = "Enabled"
    filter {}
    # A file that a snapshot holds as pending is an unfinished upload, which a restore completes: never shorter than that.
    abort_incomplete_multipart_upload {
      days_after_initiation = var.oldest_savepoint_days + 7
    }
  }
}

# ---- Database ----

resource "aws_db_subnet_group" "main" {
  name       = var.name
  subnet_ids = aws_subnet.private[*].id
}

resource "aws_security_group" "database" {
  name_prefix = "${var.name}-database-"
  description = "PostgreSQL"
  vpc_id      = aws_vpc.main.id
}

resource "aws_db_instance" "main" {
  identifier                 = var.name
  engine                     = "postgres"
  engine_version             = "17"
  instance_class             = "db.t4g.medium"
  allocated_storage          = 50
  storage_encrypted          = true
  kms_key_id                 = aws_kms_key.main.arn
  db_name                    = "millrace"
  username                   = "millrace"
  password                   = random_password.database.result
  db_subnet_group_name       = aws_db_subnet_group.main.name
  vpc_security_group_ids     = [aws_security_group.database.id]
  backup_retention_period    = 14
  deletion_protection        = true
  publicly_accessible        = false
  skip_final_snapshot        = false
  final_snapshot_identifier  = "${var.name}-final"
  auto_minor_version_upgrade = true
}

# ---- Secrets ----

resource "random_password" "database" {
  length  = 32
  special = false
}

resource "random_bytes" "key" {
  for_each = toset(["hash-key", "dead-letter-key"])
  length   = 32
}

resource "aws_secretsmanager_secret" "main" {
  for_each   = toset(["jdbc-password", "hash-key", "dead-letter-key"])
  name       = "${var.name}/${each.value}"
  kms_key_id = aws_kms_key.main.arn
}

resource "aws_secretsmanager_secret_version" "main" {
  for_each  = aws_secretsmanager_secret.main
  secret_id = each.value.id
  secret_string = (
    each.key == "jdbc-password" ? random_password.database.result : random_bytes.key[each.key].base64
  )
}
