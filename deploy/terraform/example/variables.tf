variable "region" {
  description = "AWS region."
  type        = string
  default     = "eu-central-1"
  validation {
    condition     = can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]$", var.region))
    error_message = "A region, such as eu-central-1."
  }
}

variable "name" {
  description = "Prefix of everything, and of the buckets, whose names are the world's: choose one that is yours."
  type        = string
  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{2,30}$", var.name))
    error_message = "Lower-case letters, digits and dashes; 3 to 31."
  }
}

variable "runtime_environment" {
  description = "Managed Flink's runtime; see the module."
  type        = string
}

variable "job_version" {
  description = "Version of the jars, as in their names: 0.1.0."
  type        = string
  validation {
    condition     = can(regex("^[0-9]+\\.[0-9]+\\.[0-9]+$", var.job_version))
    error_message = "major.minor.patch."
  }
}

variable "start" {
  description = "Whether the jobs run. Not before topic and tables are made."
  type        = bool
  default     = true
}

variable "admin_security_group_ids" {
  description = "Security groups from which broker and database may be reached, to make topics and tables: of a CloudShell in the VPC, say."
  type        = list(string)
  default     = []
  validation {
    condition     = alltrue([for id in var.admin_security_group_ids : can(regex("^sg-[0-9a-f]+$", id))])
    error_message = "Ids of security groups: sg-0123456789abcdef0."
  }
}

variable "oldest_savepoint_days" {
  description = "How old a snapshot may be that you still want to restore. Unfinished uploads in the lake are kept longer than that, because a restore completes them."
  type        = number
  default     = 30
  validation {
    condition     = var.oldest_savepoint_days >= 1 && var.oldest_savepoint_days <= 365
    error_message = "Between 1 and 365 days."
  }
}

variable "alarm_email" {
  description = "Who gets the alarms; null for nobody."
  type        = string
  default     = null
}
