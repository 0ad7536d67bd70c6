output "code_bucket" {
  description = "Where jars and contracts go."
  value       = aws_s3_bucket.code.id
}

output "log_groups" {
  description = "Of each job."
  value       = { for name, job in module.job : name => job.log_group }
}
