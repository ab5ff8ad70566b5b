import type { Path } from '../../model/change.ts';
import type { ConfigMap, ConfigValue } from '../resource.ts';

/** One resource that a program, or `Pulumi.yaml`, makes. */
export type Unit = {
  readonly path: Path;
  /** `aws.rds.Instance`; of a component the name of its class. */
  readonly type: string;
  readonly name: string;
  /** In the words of Terraform; null: they are not written here. */
  readonly body: ConfigMap | null;
  /** `protect`, `aliases`… by their names in TypeScript. */
  readonly options: ConfigMap;
  readonly from: number;
  readonly to: number;
  /** Of properties and options, by `settings.tier`. */
  readonly lines: ReadonlyMap<string, number>;
  /** Texts of the conditions it stands under, without those that are true; `false` for one that never holds. */
  readonly conditions: readonly string[];
  /** What it is made for each of; null where that is not told, undefined outside of a loop. */
  readonly each: readonly ConfigValue[] | null | undefined;
  readonly isComponent: boolean;
};

/** Before anything is parsed. */
export function looksLikePulumi(text: string): boolean {
  return /@pulumi\/|\bpulumi(_[a-z_]+)?\b|ComponentResource|CustomResourceOptions/.test(text);
}

export function keyOf({ type, name }: Pick<Unit, 'type' | 'name'>): string {
  return `${type} ${name}`;
}

export function lineOf({ lines }: Unit, property: readonly string[]): number | null {
  const path = property.filter((step) => !/^\d+$/.test(step));
  for (let length = path.length; length > 0; length--) {
    const line = lines.get(path.slice(0, length).join('.'));
    if (line !== undefined) return line;
  }
  return null;
}
