variable "name" {
  description = "The application's name, and the prefix of all that belongs to it."
  type        = string
  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,62}$", var.name))
    error_message = "Lower-case letters, digits and dashes; at most 63."
  }
}

variable "runtime_environment" {
  description = "Managed Flink's runtime. The jars are built against Flink 2.3."
  type        = string
  validation {
    condition     = can(regex("^FLINK-2_[0-9]+$", var.runtime_environment))
    error_message = "FLINK-2_<minor>, such as FLINK-2_3."
  }
}

variable "code" {
  description = "The job's jar: a bucket with versioning, a key that holds the version, and the object's version if it is to be pinned."
  type = object({
    bucket_arn     = string
    key            = string
    object_version = optional(string)
  })
  validation {
    condition     = startswith(var.code.bucket_arn, "arn:") && endswith(var.code.key, ".jar")
    error_message = "bucket_arn is an ARN, and key ends in .jar."
  }
}

variable "property_groups_file" {
  description = "The job's property groups: a file in the form of flink-conf/managed/."
  type        = string
  validation {
    condition     = fileexists(var.property_groups_file)
    error_message = "There is no such file."
  }
}

variable "properties" {
  description = "What differs from the file: group, key, value. For addresses that Terraform itself makes, and references to secrets; never a secret itself, since Terraform's state and DescribeApplication show these."
  type        = map(map(string))
  default     = {}
}

variable "secret_arns" {
  description = "Secrets that the properties refer to by $${secret:ARN} or $${secret:ARN#member}: the job may read these, and does when it starts."
  type        = list(string)
  default     = []
  validation {
    condition     = alltrue([for arn in var.secret_arns : can(regex("^arn:aws[a-z-]*:secretsmanager:", arn))])
    error_message = "Each is the ARN of a secret in Secrets Manager."
  }
}

variable "start" {
  description = "Whether the job runs. Without: it is made, and stopped with a snapshot if it ran."
  type        = bool
  default     = true
}

variable "parallelism" {
  description = "Subtasks of each operator. At most the job's max-parallelism (256)."
  type        = number
  default     = 4
  validation {
    condition     = var.parallelism >= 1 && var.parallelism <= 256
    error_message = "Between 1 and 256."
  }
}

variable "parallelism_per_kpu" {
  description = "Subtasks that share a KPU (1 core, 4 GB). The dedup state is on the heap: 1 unless it is small."
  type        = number
  default     = 1
  validation {
    condition     = var.parallelism_per_kpu >= 1 && var.parallelism_per_kpu <= 8
    error_message = "Between 1 and 8."
  }
}

variable "checkpoint_interval_seconds" {
  description = "How long results wait to become visible at the most, and one lake file a partition and writer each time."
  type        = number
  default     = 60
  validation {
    condition     = var.checkpoint_interval_seconds >= 5
    error_message = "At least 5 seconds."
  }
}

variable "kinesis_stream_arns" {
  description = "The Kinesis streams that the job reads, and nothing more. None for a job that reads Kafka, where the broker decides by the user."
  type        = list(string)
  default     = []
  validation {
    condition     = alltrue([for arn in var.kinesis_stream_arns : can(regex("^arn:aws[a-z-]*:kinesis:.*:stream/", arn))])
    error_message = "Each is the ARN of a stream."
  }
}

variable "lake_bucket_arn" {
  description = "The lake's bucket; null for a job that writes no files."
  type        = string
  default     = null
}

variable "contract" {
  description = "The contract, below the code's bucket: schemas/storefront.odcs.yaml."
  type        = string
  validation {
    condition     = endswith(var.contract, ".odcs.yaml")
    error_message = "The key of a contract, <stream>.odcs.yaml."
  }
}

variable "kms_key_arns" {
  description = "Keys that encrypt the buckets and streams that the job uses."
  type        = list(string)
  default     = []
}

variable "vpc" {
  description = "Private subnets, and all that the job connects to, each under a name of your own: a service's or interface endpoint's security group, or a gateway endpoint's prefix list, with the port if it is not 443."
  type = object({
    id         = string
    subnet_ids = list(string)
    targets = map(object({
      port              = optional(number, 443)
      security_group_id = optional(string)
      prefix_list_id    = optional(string)
    }))
  })
  validation {
    condition     = length(var.vpc.subnet_ids) >= 2
    error_message = "At least two subnets, in different availability zones."
  }
}

variable "alarm_topic_arns" {
  description = "SNS topics that alarms go to."
  type        = list(string)
  default     = []
}

variable "most_records_behind" {
  description = "Kafka: alarm when a partition is further behind than this many records."
  type        = number
  default     = 100000
}

variable "most_millis_behind" {
  description = "Kinesis: alarm when a shard is further behind than this."
  type        = number
  default     = 300000
}

variable "log_retention_days" {
  description = "How long logs are kept."
  type        = number
  default     = 30
  validation {
    condition     = contains([1, 3, 5, 7, 14, 30, 60, 90, 180, 365], var.log_retention_days)
    error_message = "One of CloudWatch's values."
  }
}

variable "tags" {
  description = "Of everything."
  type        = map(string)
  default     = {}
}
