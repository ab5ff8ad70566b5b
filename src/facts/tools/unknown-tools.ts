import type { Invocation } from '../shell/invocation.ts';
import type { Effect, Family } from './family.ts';
import { readOptions } from './options.ts';
import { placeOf } from './service/place.ts';
import { deedOf, onlyTells, toEffect } from './service/read.ts';
import { findVerb } from './service/verb.ts';
import { LOCAL_TOOLS } from './service/local-tools.ts';
import { listed } from './service/service.ts';

/**
 * Clients that nobody here knows: most of them follow `tool noun delete target`. What a tool of this machine removes (a package, a
 * plugin, a note) is not worth a question, so a weak verb counts only with a noun that stands for something far away.
 */
export const unknownTools: Family = { id: 'unknown-tools', tools: ['?'], read };

function read(run: Invocation): readonly Effect[] {
  if (!isClient(run)) return [];
  const options = readOptions(run.args, { takes: TAKES });
  if (onlyTells(run, options, { takes: [] })) return [];
  const verb = findVerb(options.words);
  if (
    verb === null ||
    LOCAL_NOUN.test(`${verb.noun} ${verb.target}`) ||
    /[./\\]/.test(verb.target.replace(/^https?:\/\/.*/, ''))
  )
    return [];
  if (!isRemote(verb.noun, verb.strong, verb.target, options.has(...FAR))) return [];
  const deed = deedOf(verb.noun || run.tool, verb.verb);
  if (deed.critical === false) return [];
  const place = placeOf(run, options.values(...TAKES));
  return [toEffect({ ...deed, certainty: 'likely' }, verb.target, run.tool, place)];
}

/** A strong verb needs something to act on; a weak one a noun that is known to be far away. */
function isRemote(noun: string, strong: boolean, target: string, far: boolean): boolean {
  if (far) return noun !== '' || target !== '';
  if (strong) return noun !== '' || target !== '';
  return REMOTE_NOUN.test(noun);
}

function isClient({ tool, program, pipedTo }: Invocation): boolean {
  if (tool === '' || !program.known || pipedTo === 'xargs') return false;
  // a script is read where it lies; a word with a sign in it is no program
  if (!/^[a-z][a-z0-9_-]{1,40}$/.test(tool) || /^(\.{0,2}\/)/.test(program.text)) return false;
  return (
    !LOCAL_TOOLS.has(tool) &&
    !/^(test|lib|git-|docker-|npm-|cargo-|go-|py|pip|python|ruby|perl|node|php|lua|gcc|clang|x86_64-|aarch64-|arm-)/.test(
      tool,
    )
  );
}

const FAR = listed(
  '--profile --context --cluster --region --project --account --org --organization --endpoint --server ' +
    '--tenant --subscription --environment --zone --api-key --token',
);
const TAKES = [
  ...FAR,
  '-n',
  '--namespace',
  '--name',
  '-p',
  '-e',
  '--env',
  '-c',
  '--config',
  '-o',
  '--output',
  '--format',
  '--url',
  '--host',
  '-H',
  '-u',
  '--user',
];

/** Kept on this machine by the tool itself. */
const LOCAL_NOUN =
  /\b(packages?|pkgs?|plugins?|extensions?|ext|modules?|deps?|dependenc(y|ies)|cache|config|configuration|settings?|venv|virtualenv|alias|aliases|hooks?|themes?|fonts?|profiles?|contexts?|snippets?|skills?|agents?|mcp|completions?|workspaces?|worktrees?|bookmarks?|remotes?|repo|repos|tap|toolchains?|targets?|components?|versions?|sdks?|runtimes?|kernels?|features?|layers?|lines?|columns?|rows?|fields?|tracks?|tags?|text|notes?|tasks?|todos?|sessions?|windows?|panes?|tabs?|history|logs?|favorites?|licen[cs]e|locales?|presets?|shims?|app-data|simulators?|emulators?|devices?|avd|dotfiles?|fixtures?|migrations?|drafts?|changesets?|stash|models?|tools?|prompts?)\b/i;

const REMOTE_NOUN =
  /\b(users?|accounts?|clusters?|databases?|db|dbs|buckets?|volumes?|disks?|instances?|servers?|machines?|vms?|droplets?|nodes?|queues?|topics?|streams?|secrets?|keys?|api-?keys?|tokens?|certs?|certificates?|domains?|zones?|records?|dns|networks?|vpcs?|subnets?|firewalls?|load-?balancers?|backups?|snapshots?|index(es)?|indices|namespaces?|ns|projects?|orgs?|organizations?|tenants?|teams?|roles?|polic(y|ies)|permissions?|groups?|members?|apps?|applications?|services?|deployments?|functions?|jobs?|pipelines?|monitors?|alerts?|dashboards?|flags?|segments?|webhooks?|customers?|subscriptions?|environments?|envs?|stacks?|releases?|registr(y|ies)|collections?|tables?|connections?)\b/i;
