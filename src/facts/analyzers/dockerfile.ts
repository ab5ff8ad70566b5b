import type { Edit, Path } from '../../model/change.ts';
import type { Analyzer, AnalyzerInput, Observation } from '../analyzer.ts';
import { type Dockerfile, readDockerfile } from '../docker/dockerfile.ts';
import { looserBases } from '../docker/image-base.ts';
import { looserBuild } from '../docker/image-runs.ts';
import { baseName } from '../path.ts';
import { notRead } from '../pipelines/states.ts';

/** Images: what they are built on, what they take from strangers, and as whom they run. */
export const dockerfile: Analyzer = {
  id: 'dockerfile',
  reads: (edit) => edit.after !== null && isDockerfile(edit.path),
  grammars: () => [],
  needs: () => [],
  facts: (input) => input.edits.flatMap((edit) => (dockerfile.reads(edit) ? factsOfEdit(edit, input) : [])),
};

/** `Dockerfile`, `Dockerfile.web`, `web.Dockerfile`; what makes one is not one. */
function isDockerfile(path: Path): boolean {
  const name = baseName(path);
  if (/\.(j2|jinja2?|tmpl|tpl|erb|in|md|sh|ya?ml|json|ts|js|py|go|dockerignore)$/i.test(name)) return false;
  return /^(dockerfile|containerfile)([._-].*)?$|\.(dockerfile|containerfile)$/i.test(name);
}

function factsOfEdit(edit: Edit, { files }: AnalyzerInput): readonly Observation[] {
  const sides = files.get(edit.path);
  if (sides?.after.kind !== 'text' || edit.before?.oid === edit.after?.oid) return [];
  const before = sides.before.kind === 'text' ? readDockerfile(sides.before.text) : null;
  const after = readDockerfile(sides.after.text);
  return [
    ...(before ? looserBases(edit, before, after) : []),
    ...looserBuild(edit, before, after),
    ...problems(edit, before, after),
  ];
}

function problems(edit: Edit, before: Dockerfile | null, after: Dockerfile): readonly Observation[] {
  const [first] = after.problems;
  if (first) return [notRead(edit, 'dockerfile', first.line, first.message)];
  const hadStages = before !== null && before.stages.length > 0;
  return hadStages && after.stages.length === 0 ? [notRead(edit, 'dockerfile', 1, 'it has no FROM any more')] : [];
}
