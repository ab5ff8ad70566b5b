import type { Weight } from '../resource.ts';

/** What a type of resource is worth. */
export function weightOf(type: string): Weight {
  if (/^(aws_db_instance|aws_s3_bucket|aws_dynamodb_table)$/.test(type))
    return { stateful: true, critical: true, reversible: false };
  return { stateful: 'unknown', critical: 'unknown', reversible: 'unknown' };
}

/** Replacing one makes another version and leaves what runs alone. */
export function isRevision(type: string): boolean {
  return /^(aws_batch_job_definition|random_.*)$/.test(type);
}
