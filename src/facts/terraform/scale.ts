import { type ConfigValue, type ResourceChange, isMap, showValue } from '../resource.ts';

export type ScaledToZero = {
  readonly property: string;
  readonly because: string;
  readonly remedy: string;
  readonly certainty: 'certain';
};

/** How many of it run, by type; any of these at zero is an outage, or ends in one with the next scaling. */
const CAPACITY: readonly (readonly [RegExp, readonly string[]])[] = [
  [/^aws_autoscaling_group$/, ['min_size', 'max_size', 'desired_capacity']],
  [/^aws_ecs_service$/, ['desired_count']],
  [/^aws_eks_node_group$/, ['scaling_config.0.desired_size', 'scaling_config.0.max_size', 'scaling_config.0.min_size']],
  [/^aws_appautoscaling_target$/, ['max_capacity', 'min_capacity']],
  [/^aws_lambda_function$/, ['reserved_concurrent_executions']],
  [/^aws_(ec2|spot)_fleet(_request)?$/, ['target_capacity']],
  [/^aws_appstream_fleet$/, ['compute_capacity.0.desired_instances']],
  [/^azurerm_(linux|windows|orchestrated)?_?virtual_machine_scale_set$/, ['instances', 'sku.0.capacity']],
  [/^azurerm_kubernetes_cluster_node_pool$/, ['node_count', 'max_count', 'min_count']],
  [/^azurerm_kubernetes_cluster$/, ['default_node_pool.0.node_count']],
  [/^azurerm_container_app$/, ['template.0.max_replicas', 'template.0.min_replicas']],
  [/^azurerm_service_plan$/, ['worker_count']],
  [/^google_compute_(region_)?instance_group_manager$/, ['target_size']],
  [/^google_compute_(region_)?autoscaler$/, ['autoscaling_policy.0.max_replicas', 'autoscaling_policy.0.min_replicas']],
  [/^google_container_node_pool$/, ['node_count', 'autoscaling.0.max_node_count', 'autoscaling.0.min_node_count']],
  [/^google_container_cluster$/, ['initial_node_count']],
  [/^google_cloud_run_v2_service$/, ['template.0.scaling.0.max_instance_count']],
  [/^kubernetes_(deployment|stateful_set|replication_controller)(_v1)?$/, ['spec.0.replicas']],
  [/^kubernetes_horizontal_pod_autoscaler(_v1|_v2)?$/, ['spec.0.max_replicas']],
  [/^(nomad_job|heroku_formation)$/, ['quantity']],
  [/^digitalocean_kubernetes_(cluster|node_pool)$/, ['node_count', 'node_pool.0.node_count']],
];

export function scaledToZero({ type, before, after }: ResourceChange): readonly ScaledToZero[] {
  if (!before || !after) return [];
  const properties = CAPACITY.find(([pattern]) => pattern.test(type))?.[1] ?? [];
  const zero = properties.filter((property) => {
    const was: ConfigValue | undefined = at(before.body, property);
    const is: ConfigValue | undefined = at(after.body, property);
    return isZero(is) && isSome(was);
  });
  const [property] = zero;
  // a minimum of zero beside a maximum that stays is how things scale to zero when nobody needs them
  if (property === undefined || (zero.length === 1 && /min/.test(property) && isRunning(after.body, properties)))
    return [];
  const name = property.replaceAll('.0.', '.');
  return [
    {
      property,
      because: `${name} goes from ${showValue(name, at(before.body, property))} to 0: nothing of it runs any more`,
      remedy: `Keep ${name} at 1 or more`,
      certainty: 'certain',
    },
  ];
}

/** Something else still says that there are to be some. */
function isRunning(body: ConfigValue, properties: readonly string[]): boolean {
  return properties.some((property) => !isZero(at(body, property)) && at(body, property) !== undefined);
}

function isSome(value: ConfigValue | undefined): boolean {
  return (typeof value === 'number' || typeof value === 'string') && Number(value) > 0;
}

function isZero(value: ConfigValue | undefined): boolean {
  return value === 0 || value === '0';
}

function at(body: ConfigValue, property: string): ConfigValue | undefined {
  return property.split('.').reduce<ConfigValue | undefined>(step, body);
}

function step(value: ConfigValue | undefined, key: string): ConfigValue | undefined {
  if (isMap(value)) return value[key];
  const items: readonly ConfigValue[] = Array.isArray(value) ? value : [];
  return items[Number(key)];
}
