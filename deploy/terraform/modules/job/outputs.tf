output "application_arn" {
  description = "For aws kinesisanalyticsv2 commands."
  value       = aws_kinesisanalyticsv2_application.job.arn
}

output "security_group_id" {
  description = "To be let in by broker and database."
  value       = aws_security_group.job.id
}

output "role_arn" {
  description = "Whom keys and bucket policies of other accounts must let in."
  value       = aws_iam_role.job.arn
}

output "log_group" {
  description = "Where the job's logs are."
  value       = aws_cloudwatch_log_group.job.name
}
