import type { Weight } from '../resource.ts';
import { isGuard } from './protection-guards.ts';
import { CRITICAL, STATEFUL } from './weight-lists.ts';

const DATA: Weight = { stateful: true, critical: true, reversible: false };
const STANDS: Weight = { stateful: false, critical: true, reversible: false };
const GUARD: Weight = { stateful: false, critical: true, reversible: true };
const GLUE: Weight = { stateful: false, critical: false, reversible: true };
const PLAIN: Weight = { stateful: false, critical: false, reversible: 'unknown' };
const UNHEARD: Weight = { stateful: 'unknown', critical: 'unknown', reversible: 'unknown' };

/** What a type of resource is worth. */
export function weightOf(type: string): Weight {
  if (isGuard(type)) return GUARD;
  if (isRevision(type) || PROVIDERS_OF_GLUE.test(type)) return GLUE;
  const [provider, rest] = [type.slice(0, type.indexOf('_') + 1), type.slice(type.indexOf('_') + 1)];
  if (STATEFUL[provider]?.test(rest) === true) return DATA;
  if (CRITICAL[provider]?.test(rest) === true) return STANDS;
  if (Object.hasOwn(STATEFUL, provider)) return isGlue(rest) ? GLUE : PLAIN;
  if (isGlue(rest)) return GLUE;
  return NAMED_LIKE_DATA.test(rest) ? { ...UNHEARD, stateful: true, critical: true } : UNHEARD;
}

/** Replacing one makes another version and leaves what runs alone. */
export function isRevision(type: string): boolean {
  return PROVIDERS_OF_GLUE.test(type) || REVISIONS.test(type);
}

const PROVIDERS_OF_GLUE =
  /^(random|null|time|tls|local|archive|template|external|http|cloudinit|terraform|utils|validation)_|^datadog_(monitor|dashboard|synthetics|service_level|downtime|timeboard|screenboard|logs_metric)/;

const REVISIONS =
  /^(aws_(batch_job_definition|ecs_task_definition|ecs_task_set|launch_configuration|lambda_layer_version|lambda_permission|api_gateway_deployment|apigatewayv2_deployment|secretsmanager_secret_version|sagemaker_(model|endpoint_configuration|image_version)|imagebuilder_(component|image|image_recipe|container_recipe)|appconfig_(deployment|hosted_configuration_version)|s3_(bucket_)?object(_copy)?|lambda_invocation|ami_launch_permission|apprunner_(auto_scaling_configuration_version|observability_configuration)|glue_script|iam_policy_document|cloudformation_stack_instances|bedrockagent_prompt_version|ssm_association|cloudfront_(public_key|key_group)|ecr_lifecycle_policy|iot_certificate)|google_(compute_(region_)?instance_template|secret_manager_secret_version|storage_bucket_object|cloud_run_revision|service_account_key|compute_(region_)?(managed_)?ssl_certificate|certificate_manager_certificate|endpoints_service|project_service)|azurerm_(shared_image_version|storage_blob_version|api_management_api_release|api_management_api_revision|resource_group_template_deployment)|kubernetes_(job|job_v1|config_map|config_map_v1)|kubectl_.*|docker_(image|registry_image))$/;

/** It ties two others together, watches them or says who may: made again by the opposite edit, with nothing lost. */
function isGlue(rest: string): boolean {
  return GLUE_NAMES.test(rest);
}

const GLUE_NAMES =
  /(_|^)(attachment|attachments|association|associations|membership|memberships|member|members|binding|grant|permission|permissions|policy_attachment|role_policy|user_policy|group_policy|metric_alarm|alarm|composite_alarm|dashboard|monitor|metric_filter|subscription_filter|event_target|route|rule|tag|tags|role_assignment|iam_policy|iam_binding|iam_member|notification|policy|alert|alert_rule|metric_alert|activity_log_alert|query|acceptor|accepter|validation|lifecycle_configuration|lifecycle_policy|parameter_group|option_group|bucket_[a-z_]+|queue_policy|topic_policy|topic_subscription|key_pair|provisioned_concurrency_config)$/;

const NAMED_LIKE_DATA =
  /(^|_)(database|db|bucket|volume|table|cluster|disk|filesystem|file_system|storage|repository|registry|vault|secret|backup|snapshot|topic|queue|dataset|keyspace|collection|zone)$/;
