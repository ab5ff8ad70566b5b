import type { Invocation } from '../shell/invocation.ts';
import type { Effect, Family } from './family.ts';
import { readsFiles } from './run/programs.ts';
import { upstream } from './run/nested.ts';
import { literalsOf } from './secrets/literals.ts';
import { secretNameOf } from './secrets/names.ts';
import { readBy } from './secrets/operands.ts';
import { readsFile } from './secrets/reading.ts';

/** Files of which the name says that a secret is in them, read by whatever program. */
export const secretFiles: Family = {
  id: 'secret-files',
  tools: ['*'],
  read: (run) => {
    const isScript = run.through.some(({ kind }) => kind === 'script');
    const found = [...ofOperands(run, isScript), ...ofSearches(run), ...ofHistory(run), ...ofPrograms(run)];
    return [...new Map(found.map((effect) => [effect.subject, effect])).values()];
  },
};

/** A script of the repository reads the settings that it was written for. */
function ofOperands(run: Invocation, isScript: boolean): readonly Effect[] {
  const files = run.args.flatMap(({ text }) => (text.startsWith('file://') ? [text.slice('file://'.length)] : []));
  return [
    ...files.map((path) => ({ path, usual: false })),
    ...readBy(run).map(({ word, usual }) => ({ path: word.text, usual })),
  ].flatMap(({ path, usual }) => {
    const name = secretNameOf(path);
    // an address, or a file of another machine
    if (name === null || path.includes('://') || /^[\w.@-]+:[^\\]/.test(path)) return [];
    return [readsFile(path, name, usual || isScript)];
  });
}

const CAT =
  /^(cat|bat|head|tail|less|more|e?grep|rg|sed|awk|strings|xxd|base64|cp|tar|zip|scp|curl|sh|bash|python3?|jq|nl|od|cut|rsync|mv)$/;

/** `find . -name .env -exec cat {} +`, `… | xargs cat`: what is found is what is read. */
function ofSearches(run: Invocation): readonly Effect[] {
  const texts = run.args.map(({ text }) => text);
  if (run.tool === 'find' || run.tool === 'fd') {
    const at = texts.findIndex((text) => /^(-exec(dir)?|-ok(dir)?|-x|-X|--exec|--exec-batch)$/.test(text));
    return at >= 0 && CAT.test(toolName(texts[at + 1])) ? foundBy(run) : [];
  }
  const isMany = run.through.some(({ kind, by }) => kind === 'many' && by !== 'find');
  return isMany && CAT.test(run.tool) ? upstream(run).flatMap(foundBy) : [];
}

function toolName(text = ''): string {
  return text.replace(/^.*\//, '');
}

/** Files that a search names, or a list that is printed. */
function foundBy(run: Invocation): readonly Effect[] {
  if (!/^(find|fd|ls|echo|printf|locate|git)$/.test(run.tool)) return [];
  const sought = run.args.map(({ text }) => text);
  const until = sought.findIndex((text) => /^-(exec|ok)/.test(text));
  return (until < 0 ? sought : sought.slice(0, until)).flatMap((text) => {
    const name = text.startsWith('-') ? null : secretNameOf(text);
    return name === null ? [] : [readsFile(text, name)];
  });
}

/** git shows what a commit holds: `git show HEAD~3:.env`, `git log -p -- .env`. */
function ofHistory(run: Invocation): readonly Effect[] {
  if (run.tool !== 'git') return [];
  const texts = run.args.map(({ text }) => text);
  const verb = texts.find((text) => /^(show|cat-file|diff|grep|log|blame|annotate|archive)$/.test(text));
  if (verb === undefined || (verb === 'log' && !texts.some((text) => /^(-p|-u|--patch|-G.*|-S.*|-L.*)$/.test(text))))
    return [];
  if (
    texts.some((text) =>
      /^--(stat|name-only|name-status|shortstat|numstat|quiet|summary|no-patch)$|^-[qstel]$/.test(text),
    )
  )
    return [];
  return texts.slice(texts.indexOf(verb) + 1).flatMap((text) => {
    const path = text.startsWith('-') ? '' : text.replace(/^[^:]*:/, '');
    const name = secretNameOf(path);
    return name === null ? [] : [readsFile(path, name)];
  });
}

/** `python -c "open('.env')"`. What a program on disk reads is what it was written for, but for keys. */
function ofPrograms(run: Invocation): readonly Effect[] {
  return run.programs.flatMap(({ language, text, from }) => {
    if (language === 'sql' || language === 'sed' || !readsFiles(text)) return [];
    return literalsOf(text).flatMap((said) => {
      const path = /^[^\s'"`<>|;{}]{2,200}$/.test(said) ? said : '';
      const name = /[./]/.test(path) && !path.includes('://') ? secretNameOf(path) : null;
      return name === null || (from === 'file' && name.strong !== true) ? [] : [readsFile(path, name)];
    });
  });
}
