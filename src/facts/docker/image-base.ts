import type { Edit } from '../../model/change.ts';
import type { Observation } from '../analyzer.ts';
import { type Certainty, untrustedRun } from '../pipelines/states.ts';
import { nameOf, tagOf } from './databases.ts';
import type { Dockerfile, Stage } from './dockerfile.ts';

/** Images a Dockerfile builds on that may now change under it, or that somebody else makes. */
export function looserBases(edit: Edit, before: Dockerfile, after: Dockerfile): readonly Observation[] {
  const told = new Set<string>();
  return after.stages.flatMap((stage, at) => {
    const old = oldOf(before, after, stage, at);
    const seen = old && !isStage(after, stage) && !isStage(before, old) ? judge(old.image, stage.image) : null;
    if (seen === null || told.has(stage.image)) return [];
    told.add(stage.image);
    const said = {
      technology: 'docker',
      edit,
      line: stage.line,
      subject: `${edit.path}: ${stage.image}`,
      name: stage.image,
      remedy: `FROM ${nameOf(stage.image)}:${tagOf(stage.image) || '<version>'}@sha256:<digest>`,
      ...seen,
    };
    return [untrustedRun(said, 'image')];
  });
}

function oldOf(before: Dockerfile, after: Dockerfile, stage: Stage, at: number): Stage | undefined {
  const byAlias = stage.alias === '' ? undefined : before.stages.find(({ alias }) => alias === stage.alias);
  const byName = before.stages.filter(({ image }) => nameOf(image) === nameOf(stage.image));
  return (
    byAlias ??
    byName.find(({ image }) => image === stage.image) ??
    byName[0] ??
    (before.stages.length === after.stages.length ? before.stages[at] : undefined)
  );
}

export function isStage({ stages }: Dockerfile, { image }: Stage): boolean {
  return stages.some(({ alias }) => alias !== '' && alias.toLowerCase() === image.toLowerCase());
}

function judge(then: string, now: string): { readonly certainty: Certainty; readonly because: string } | null {
  if (then === now || now.includes('@sha256:') || now === 'scratch') return null;
  if (then.includes('@sha256:'))
    return {
      certainty: 'certain',
      because: `${nameOf(then)} was pinned by its digest; ${now} is whatever the tag names at that moment`,
    };
  const [from, to] = [nameOf(then), nameOf(now)];
  const isLoose = (image: string): boolean => /^(latest|edge|nightly|main|master|)$/.test(tagOf(image));
  if (from === to && isLoose(now) && !isLoose(then) && !now.includes('$'))
    return {
      certainty: 'likely',
      because: `${to} was ${tagOf(then)} and is now whatever is the latest at that moment`,
    };
  const owner = (name: string): string => name.slice(0, Math.max(0, name.lastIndexOf('/')));
  const isSameName = from.split('/').at(-1) === to.split('/').at(-1);
  if (isSameName && owner(from) !== owner(to) && !to.includes('$') && !isOfficial(owner(to)))
    return { certainty: 'likely', because: `${to} is made by somebody else than ${from}` };
  return null;
}

function isOfficial(owner: string): boolean {
  return /^(|library|docker\.io(\/library)?|mcr\.microsoft\.com.*|public\.ecr\.aws\/(docker\/library|lambda).*|gcr\.io\/distroless|cgr\.dev\/chainguard|registry\.access\.redhat\.com.*|ghcr\.io\/(distroless|astral-sh)|mirror\.gcr\.io.*)$/.test(
    owner,
  );
}
