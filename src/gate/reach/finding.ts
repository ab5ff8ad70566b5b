/** Something an agent that runs as this user could use, whether guardrail sees the call or not. */
export type Finding = {
  readonly what: string;
  /** Where it was found: a path or a variable, never a value. */
  readonly where: string;
  /** `prod` where its name says so. */
  readonly weight: 'prod' | 'unknown' | 'dev';
  /** What takes it out of reach. */
  readonly fix: string;
};

/** What a look into a home may touch: names and texts of files, whether they can be written, variables. */
export type Look = {
  readonly home: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Null where there is none, or it cannot be read. */
  readonly read: (path: string) => string | null;
  readonly names: (folder: string) => readonly string[];
  readonly isWritable: (path: string) => boolean;
};

export type Reach = (look: Look) => readonly Finding[];

export function weightOf(...names: readonly string[]): Finding['weight'] {
  const text = names.join(' ').toLowerCase();
  if (/\b(prod|production|prd|live)\d*\b|[-_.](prod|prd|live)\b|\b(prod|prd|live)[-_.]/.test(text)) return 'prod';
  return /\b(dev|test|staging|sandbox|local|kind|minikube|k3d|docker-desktop|rancher-desktop)\b|^kind-/.test(text)
    ? 'dev'
    : 'unknown';
}
