import { type ConfigMap, type ConfigValue, UNKNOWN } from '../resource.ts';
import { difference, isAbsent, isNothing, isTrue, type Pair, textOf, valueAt } from './direction.ts';
import type { Replacement } from './force-new.ts';
import { becomes, changedWhen, downgrade, goes, replaced, type Rule, shrink } from './force-new-rule.ts';

export const AWS_COMPUTE_RULES: Readonly<Record<string, readonly Rule[]>> = {
  aws_instance: [
    scriptOfStart,
    goes('ebs_block_device', 'possible'),
    changedWhen('launch_template.version', hadTemplate, 'likely'),
  ],
  aws_ec2_transit_gateway: [
    becomes('default_route_table_association', /^disable$/, /^(enable)?$/),
    becomes('default_route_table_propagation', /^disable$/, /^(enable)?$/),
  ],
  aws_vpc: [becomes('instance_tenancy', /^(default)?$/, /^dedicated$/)],
  aws_lb: [securityGroupsOfNetwork, fewerSubnets, fewerMappings],
  aws_eks_cluster: [
    goes('encryption_config'),
    changedWhen('encryption_config.provider.key_arn', bothHaveEncryption, 'likely'),
    downgrade('version', 'likely'),
  ],
  aws_eks_node_group: [templateOfNodes],
  aws_ecs_service: [strategyOfService],
  aws_emr_cluster: [subnetsOfEmr, groupsOfEmr],
  aws_batch_compute_environment: [computeOfBatch],
  aws_route53_record: [],
  aws_ebs_volume: [shrink('size', 'possible')],
};

/** Scripts are put together from files and templates: another expression is another script, whether it can be read here or not. */
function scriptOfStart(before: ConfigMap, after: ConfigMap): readonly Replacement[] {
  if (!isTrue(after['user_data_replace_on_change'])) return [];
  return ['user_data', 'user_data_base64'].flatMap((name) => {
    const [old, now]: Pair = [before[name], after[name]];
    if (isNothing(old) && isNothing(now)) return [];
    const how = difference(old, now);
    if (how === 'same') return [];
    return replaced(
      name,
      `${name} changes and user_data_replace_on_change is on`,
      how === 'differs' ? 'certain' : 'likely',
    );
  });
}

function hadTemplate(before: ConfigMap, after: ConfigMap): boolean {
  return !isAbsent(before['launch_template']) && !isAbsent(after['launch_template']);
}

/** A network load balancer that was made without security groups never gets any, and keeps at least one otherwise. */
function securityGroupsOfNetwork(before: ConfigMap, after: ConfigMap): readonly Replacement[] {
  if (textOf(after['load_balancer_type']) !== 'network') return [];
  const [old, now]: Pair = [before['security_groups'], after['security_groups']];
  if (isAbsent(old) && isAbsent(now)) return [];
  if (old === UNKNOWN || now === UNKNOWN)
    return isAbsent(old) || isAbsent(now) ? replaced('security_groups', 'security_groups come or go', 'possible') : [];
  if (isAbsent(old)) return replaced('security_groups', 'a network load balancer gets its first security groups');
  // An attribute that is taken out keeps what it was.
  return now !== undefined && now !== null && isAbsent(now)
    ? replaced('security_groups', 'a network load balancer loses all its security groups')
    : [];
}

/** Subnets are added in place and taken away by making another one. */
function fewerSubnets(before: ConfigMap, after: ConfigMap): readonly Replacement[] {
  const kind = textOf(after['load_balancer_type']) ?? 'application';
  if (kind === 'application') return [];
  return loses('subnets', before['subnets'], after['subnets']);
}

function fewerMappings(before: ConfigMap, after: ConfigMap): readonly Replacement[] {
  const kind = textOf(after['load_balancer_type']) ?? 'application';
  if (kind === 'application') return [];
  const subnets = (body: ConfigMap) =>
    Array.isArray(body['subnet_mapping'])
      ? body['subnet_mapping'].map((one: ConfigValue) => valueAt(one, 'subnet_id') ?? null)
      : undefined;
  return loses('subnet_mapping', subnets(before), subnets(after));
}

function loses(property: string, old: ConfigValue | undefined, now: ConfigValue | undefined): readonly Replacement[] {
  if (!Array.isArray(old) || !Array.isArray(now)) return [];
  const before: readonly ConfigValue[] = old;
  const after: readonly ConfigValue[] = now;
  if (after.length < before.length)
    return replaced(property, `${property} goes from ${before.length} to ${after.length}`);
  const gone = before.filter((one) => after.every((other) => difference(one, other) !== 'same'));
  if (gone.length === 0) return [];
  const isSure = [...gone, ...after].every((one) => one !== UNKNOWN);
  return replaced(property, `${property} loses one`, isSure ? 'certain' : 'possible');
}

function bothHaveEncryption(before: ConfigMap, after: ConfigMap): boolean {
  return !isAbsent(before['encryption_config']) && !isAbsent(after['encryption_config']);
}

/** The template is what the nodes were made from: putting one in or taking it out replaces the group. */
function templateOfNodes(before: ConfigMap, after: ConfigMap): readonly Replacement[] {
  const [old, now] = [isAbsent(before['launch_template']), isAbsent(after['launch_template'])];
  if (old === now || before['launch_template'] === UNKNOWN || after['launch_template'] === UNKNOWN) return [];
  return replaced('launch_template', `launch_template ${now ? 'goes' : 'is added'}`, 'likely');
}

/** Capacity providers are exchanged in place only with `force_new_deployment`, and only for others. */
function strategyOfService(before: ConfigMap, after: ConfigMap): readonly Replacement[] {
  const [old, now]: Pair = [before['capacity_provider_strategy'], after['capacity_provider_strategy']];
  if (difference(old, now, false) !== 'differs') return [];
  const property = 'capacity_provider_strategy';
  if (isAbsent(old) || isAbsent(now))
    return replaced(property, `${property} ${isAbsent(now) ? 'goes' : 'is added'}`, 'likely');
  const remedy = 'Set force_new_deployment = true: then it is changed in place';
  return isTrue(after['force_new_deployment']) ? [] : replaced(property, `${property} changes`, 'likely', remedy);
}

/** `subnet_id` and `subnet_ids` are two ways to write the same. */
function subnetsOfEmr(before: ConfigMap, after: ConfigMap): readonly Replacement[] {
  const [old, now] = [subnetsIn(before), subnetsIn(after)];
  if (old.length === 0 || now.length === 0) return [];
  const how = difference(old, now, false);
  if (how === 'same') return [];
  const sure = how === 'differs' ? 'certain' : 'possible';
  return replaced('ec2_attributes.subnet_ids', `other subnets (${old.length} before, ${now.length} after)`, sure);
}

function subnetsIn(body: ConfigMap): readonly ConfigValue[] {
  const many = valueAt(body, 'ec2_attributes.subnet_ids');
  if (Array.isArray(many)) return many;
  const one = valueAt(body, 'ec2_attributes.subnet_id');
  return one === undefined || one === null ? [] : [one];
}

/** Groups and fleets cannot be exchanged for one another. */
function groupsOfEmr(before: ConfigMap, after: ConfigMap): readonly Replacement[] {
  return ['core_instance_group', 'core_instance_fleet', 'master_instance_group'].flatMap((group) => {
    const [old, now] = [isAbsent(before[group]), isAbsent(after[group])];
    return old === now ? [] : replaced(group, `${group} ${now ? 'goes' : 'is added'}`, 'likely');
  });
}

const BATCH = [
  'ec2_key_pair',
  'image_id',
  'instance_role',
  'instance_type',
  'bid_percentage',
  'placement_group',
  'launch_template',
  'ec2_configuration',
  'allocation_strategy',
  'security_group_ids',
  'subnets',
  'tags',
];

/** With a role of its own, or with BEST_FIT, a compute environment of EC2 is not updated but made anew. */
function computeOfBatch(before: ConfigMap, after: ConfigMap): readonly Replacement[] {
  const kind = textOf(valueAt(after, 'compute_resources.type')) ?? '';
  if (isUpdatable(after) || kind.startsWith('FARGATE')) return [];
  return BATCH.flatMap((name) => changedWhen(`compute_resources.${name}`, () => true, 'likely', false)(before, after));
}

function isUpdatable(body: ConfigMap): boolean {
  const role = textOf(body['service_role']);
  const strategy = textOf(valueAt(body, 'compute_resources.allocation_strategy')) ?? 'BEST_FIT';
  const isLinked =
    isAbsent(body['service_role']) || (role !== null && /aws-service-role|AWSServiceRoleForBatch/.test(role));
  return isLinked && strategy !== 'BEST_FIT';
}
