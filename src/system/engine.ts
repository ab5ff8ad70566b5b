import manifest from '../../package.json' with { type: 'json' };

/** The version that judged: part of each verdict, because another engine may see more. */
export const engine: string = manifest.version;
