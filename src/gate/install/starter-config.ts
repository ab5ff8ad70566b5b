export const CONFIG_PATH = '.guardrail/config.yaml';

/** The first configuration of a repository. Its comments are the first lesson, so they show what works, not everything. */
export type Starter = {
  readonly repo: string;
  /** HEAD when init ran; null before the first commit. */
  readonly since: string | null;
  /** To be named as protected; null where the remote's HEAD or main says it already. */
  readonly branch: string | null;
};

/** The first configuration of a repository. Its comments are the first lesson, so they show what works, not everything. */
export function starterConfig({ repo, since, branch }: Starter): string {
  return `# What guardrail holds changes against. Commit this file: rules hold for everybody, and loosening
# them takes effect only once it has landed on a protected branch.
version: 1
# Who we are in the log, also after the repository has moved.
repo: ${repo}
# recommended, strict, or observe (our rules only warn, while you look at what they would have stopped).
extends: [recommended]
${sinceLines(since)}
${protectedLines(branch)}

# A role says what one agent may touch. Anything else of that sort is refused.
# roles:
#   marketing:
#     who: { agent: claude-code, env: { GUARDRAIL_ROLE: marketing } }
#     may: { paths: ["content/**", "site/**"] }
#     may-not: { facts: ["infra.*"] }
`;
}

function sinceLines(since: string | null): string {
  if (since === null) return '# There was no commit yet when this was written, so everything is judged.';
  return `# History up to here was there before us and is not judged again.\nsince: ${since}`;
}

function protectedLines(branch: string | null): string {
  if (branch !== null)
    return `# Branches nobody may break, and whose rules hold.\nprotected: [${JSON.stringify(branch)}]`;
  return '# Branches nobody may break, and whose rules hold. Without this line: what the remote calls its HEAD.\n# protected: [main, "release/*"]';
}
