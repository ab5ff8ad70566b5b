import manifest from '../../package.json' with { type: 'json' };

/** The version that judged: part of each verdict, because another engine may see more. */
export const engine: string = manifest.version;

/** Of a package that we ship with, or that the build put into us. */
export function versionOf(name: string): string {
  const pinned = new Map(Object.entries({ ...manifest.devDependencies, ...manifest.dependencies }));
  return pinned.get(name) ?? 'unknown';
}
