import { again, bared, gone, held, light, stopped, type Deed, type Row } from '../service/service.ts';

/** `service verb-object` -> what it does; null where pipelines do it all day. The first row that fits wins. */
export const ACTS: readonly Row[] = [
  // consumed, stopped or undone by whoever started it
  [
    /^sqs delete-message|^(\S+) (cancel-(query|job-run|export-task|bundle-task)|stop-(query-execution|query|execution|build|build-batch|deployment|pipeline-execution|transcription-job|crawler|job-run|assessment-run))\b/,
    null,
  ],
  [
    /^(\S+) (untag-\S+|delete-tags|remove-tags\S*|delete-\S*tagging|delete-change-set|delete-label\S*|delete-\S*-draft)\b/,
    light('tags', { reversible: true }),
  ],
  [/^logs delete-(query-definition|resource-policy)\b/, light('query')],
  // protections
  [
    /^cloudtrail (stop-logging|delete-trail|delete-event-data-store)\b/,
    bared('trail', 'audit', { because: 'no longer records who did what' }),
  ],
  [/^(configservice|config) (stop-configuration-recorder|delete-\S+)\b/, bared('recorder', 'audit')],
  [
    /^(guardduty|securityhub|macie2?|inspector2?|detective|access-analyzer|accessanalyzer|shield|fms|wafv2|waf|waf-regional|network-firewall) (delete|disable|disassociate|stop|remove|archive)\S*\b/,
    bared('guard', 'audit', { because: 'no longer watches' }),
  ],
  [/^ec2 delete-flow-logs\b/, bared('flow-logs', 'audit')],
  [/^kms disable-key-rotation\b/, bared('key', 'encryption')],
  [
    /^kms (schedule-key-deletion|disable-key|delete-\S+)\b/,
    held('key', { because: 'is taken away, and nothing it encrypted can be read again' }),
  ],
  [/^s3api delete-bucket-(encryption)\b/, bared('bucket', 'encryption')],
  [
    /^(s3api|s3control) delete-public-access-block\b/,
    bared('bucket', 'isolation', { because: 'may be made public again' }),
  ],
  [
    /^s3api delete-bucket-(policy|lifecycle|lifecycle-configuration|replication|ownership-controls)\b/,
    bared('bucket', 'other', { because: 'loses a rule that is kept on it' }),
  ],
  [
    /^s3api put-bucket-(lifecycle|lifecycle-configuration)\b/,
    bared('bucket', 'backup', { because: 'deletes by itself what the new rules say' }),
  ],
  [/^(\S+) (delete-\S*(-lock\S*|-lock-configuration)|delete-scaling-policy)\b/, bared('lock', 'deletion')],
  [
    /^backup (delete-backup-vault-(access-policy|notifications|lock-configuration)|delete-backup-plan|delete-backup-selection|stop-backup-job)\b/,
    bared('backup', 'backup'),
  ],
  [
    /^cloudwatch (delete-alarms|delete-anomaly-detector|disable-alarm-actions)\b/,
    gone('alarm', { because: 'no longer tells anybody' }),
  ],
  [
    /^organizations (leave-organization|remove-account-from-organization|close-account|delete-\S+|detach-policy|disable-\S+)\b/,
    held('organization'),
  ],
  [/^account (close\S*|disable-region)\b/, held('account')],
  // what runs nothing any more
  [
    /^sesv?2? (put|update)-account-sending\S*/,
    stopped('account', { because: 'may send no mail any more' }),
    { text: /--no-(sending-)?enabled/ },
  ],
  [/^sns unsubscribe\b/, gone('subscription', { because: 'is told nothing any more' })],
  [/^ec2 stop-instances\b/, stopped('instance')],
  [/^rds stop-db-(instance|cluster)\b/, stopped('database')],
  [/^(redshift pause-cluster|docdb stop-db-cluster|neptune stop-db-cluster)\b/, stopped('database')],
  [/^(events|scheduler|eventbridge) disable-rule\b/, stopped('rule')],
  [/^(lambda) (delete-event-source-mapping|delete-provisioned-concurrency-config)\b/, gone('function')],
  [
    /^lambda put-function-concurrency\b/,
    stopped('function', { because: 'may not run any more' }),
    { text: /--reserved-concurrent-executions[= ]0(\s|$)/ },
  ],
  [/^ecs update-service\b/, stopped('service'), { text: /--desired-count[= ]0(\s|$)/ }],
  [
    /^autoscaling (update-auto-scaling-group|set-desired-capacity)\b/,
    stopped('group', { because: 'is scaled to nothing' }),
    { text: /--(max-size|desired-capacity)[= ]0(\s|$)/ },
  ],
  [
    /^eks update-nodegroup-config\b/,
    stopped('nodegroup', { because: 'is scaled to nothing' }),
    { text: /(desired|max)Size"?[=:]\s*0\b/ },
  ],
  [/^ecs stop-task\b/, light('task', { because: 'is stopped', reversible: true })],
  [
    /^(ec2 reboot-instances|rds reboot-db-\S+|rds failover-db-cluster|elasticache reboot-\S+|elasticache test-failover)\b/,
    light('instance', { because: 'is restarted' }),
  ],
  // keys, passwords and parameters under those who read them
  [
    /^secretsmanager (update-secret|put-secret-value|rotate-secret|cancel-rotate-secret|remove-regions-from-replication|stop-replication-to-replica|update-secret-version-stage)\b/,
    again('secret', { because: 'is overwritten under those who read it' }),
  ],
  [/^secretsmanager delete-secret\b/, held('secret', { because: 'is deleted, and cannot be made again from here' })],
  [
    /^ssm put-parameter\b/,
    again('parameter', { because: 'is overwritten under those who read it' }),
    { any: ['--overwrite'] },
  ],
  [
    /^(rds|docdb|neptune) modify-db-(instance|cluster)\b/,
    again('database', { because: 'gets another password', certainty: 'likely' }),
    { any: ['--master-user-password', '--rotate-master-user-password'] },
  ],
  [
    /^iam (update-access-key|delete-access-key|delete-login-profile|deactivate-mfa-device|delete-virtual-mfa-device)\b/,
    gone('access-key', { because: 'is of no use any more' }),
  ],
  [/^iam (detach-\S+|remove-\S+)\b/, gone('policy', { because: 'is taken from whoever works with it' })],
  [
    /^ec2 (detach-volume|disassociate-\S+|detach-\S+|release-address|revoke-security-group-\S+)\b/,
    gone('attachment', { because: 'is taken from what uses it' }),
  ],
  [/^(\S+) (deregister-(task-definition|job-definition|type))\b/, light('definition')],
  [/^(\S+) (deregister|disassociate|detach)-\S+\b/, gone('registration', { because: 'is taken out of service' })],
  // names
  [/^route53domains (delete-domain|disable-domain-(auto-renew|transfer-lock))\b/, bared('domain', 'deletion')],
  // objects
  [/^s3api delete-objects?\b/, gone('object', { because: 'is deleted' })],
  [/^s3api abort-multipart-upload\b/, null],
  [
    /^(s3api) (put-object-retention|put-object-legal-hold)\b/,
    bared('object', 'deletion'),
    { any: ['--bypass-governance-retention'] },
  ],
  [/^ecr put-lifecycle-policy\b/, bared('repository', 'backup', { because: 'deletes images by itself' })],
  [
    /^cloudformation (cancel-update-stack|continue-update-rollback|rollback-stack)\b/,
    again('stack', { because: 'goes back to an older version' }),
  ],
  [
    /^cloudformation (execute-change-set)\b/,
    again('stack', { certainty: 'possible', because: 'is changed as the change set says, deletions included' }),
  ],
  [
    /^cloudformation delete-stack\S*\b/,
    held('stack', { stateful: 'unknown', because: 'is deleted with everything in it' }),
  ],
  [
    /^(ecs|eks|elasticbeanstalk|opsworks) (rebuild-environment|swap-environment-cnames|terminate-environment)\b/,
    held('environment'),
  ],
  [/^(\S+) (reset-\S+)\b/, again('resource', { because: 'is set back' })],
  [/^(\S+) disable-\S+\b/, stopped('resource', { because: 'is switched off' })],
];

/** `--deletion-protection` and its like: what an update must not say. */
export const LOOSER: readonly (readonly [flag: RegExp, deed: Deed])[] = [
  [
    /(^|\s)--no-(deletion-protection|deletion-protection-enabled|enable-termination-protection|disable-api-termination|disable-api-stop|termination-protected|protected-from-scale-in)(\s|$)/,
    bared('resource', 'deletion', { because: 'may be deleted from now on' }),
  ],
  [
    /(^|\s)--(deletion-protection|deletion-protection-enabled)[= ](false|INACTIVE|disabled)\b/i,
    bared('resource', 'deletion', { because: 'may be deleted from now on' }),
  ],
  [
    /deletion_protection\.enabled,Value=false|--disable-api-termination[= ]"?\{?"?(Value"?[=:]\s*)?false/,
    bared('resource', 'deletion', { because: 'may be deleted from now on' }),
  ],
  [
    /--backup-retention-period[= ]0(\s|$)|PointInTimeRecoveryEnabled"?[=:]\s*false|--snapshot-retention-limit[= ]0(\s|$)|--automated-snapshot-retention-period[= ]0(\s|$)/,
    bared('backup', 'backup', { because: 'keeps no backups any more' }),
  ],
  [
    /put-bucket-versioning.*Status"?[=:]\s*"?Suspended/,
    bared('bucket', 'versioning', { because: 'keeps no older versions any more' }),
  ],
  [
    /(BlockPublicAcls|BlockPublicPolicy|RestrictPublicBuckets|IgnorePublicAcls)"?[=:]\s*"?false/i,
    bared('bucket', 'isolation', { because: 'may be made public again' }),
  ],
  [
    /(^|\s)--no-(enable-log-file-validation|is-multi-region-trail|include-global-service-events|multi-az|storage-encrypted|enable)(\s|$)/,
    bared('resource', 'audit', { because: 'is watched or backed less than before' }),
  ],
  [/update-detector.*--no-enable/, bared('guard', 'audit')],
];
