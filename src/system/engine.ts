import manifest from '../../package.json' with { type: 'json' };

/** The version that judged: part of each verdict, because another engine may see more. */
export const engine: string = manifest.version;

/** Of a package that we ship with. */
export function versionOf(name: string): string {
  return new Map(Object.entries(manifest.dependencies)).get(name) ?? 'unknown';
}
