#!/usr/bin/env node
/**
 * Makes terraform.json. It downloads nothing and the build does not run it; once in a while somebody does, in an empty folder:
 *
 *   npm pack @pulumi/azure @pulumi/gcp @pulumi/aws @cdktf/provider-azurerm @cdktf/provider-google @cdktf/provider-aws
 *   for f in *.tgz; do mkdir "${f%.tgz}" && tar xzf "$f" -C "${f%.tgz}"; done
 *   node tables/terraform.mjs <each package folder>
 *
 * Pulumi's packages carry the sentences of the providers' documentation ("Changing this forces a new resource to be created") under
 * their own names; CDKTF's carry the names as Terraform writes them, and what is a set, without a sentence. Both together say which attribute replaces which resource. terraform-known.txt is stronger than both.
 */
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const REPLACES =
  /forces? (a |the creation of a |the )?(new|replac|re-?creat)|forces? terraform to (create|re-?create|replace)|(must|will) be re-?created|requires? (the )?(replac|re-?creat)/i;
/** A sentence that says when needs code, not data. */
const CONDITIONAL =
  /\b(when|if|unless|only|once|from|except|does not|doesn't|will not|won't|not force|decreas|lower|small|reduc|downgrad|remov|disabl|without|may)\b/i;

const missed = [];
const packages = await Promise.all(process.argv.slice(2).map(readPackage));
const shapes = new Map(packages.flatMap((one) => one.shapes));
const documented = packages.flatMap((one) => one.documents);
const whole = { _made_from: packages.map((one) => one.made).sort(), ...generated(), ...(await known()) };
const sorted = Object.fromEntries(Object.entries(whole).sort(([a], [b]) => (a < b ? -1 : 1)));
const json = `${JSON.stringify(sorted, null, 2)}\n`;
await writeFile(new URL('terraform.json', import.meta.url), json);
if (process.env.DEBUG === '1') console.log([...new Set(missed)].join('\n'));
console.log(`${Object.keys(sorted).length - 1} types, ${json.length} bytes`);

async function readPackage(folder) {
  const { name, version, license } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
  const made = `${name} ${version} (${license})`;
  if (name.startsWith('@cdktf/')) return { made, shapes: await shapesOf(folder), documents: [] };
  return { made, shapes: [], documents: await documentsOf(folder, name.slice('@pulumi/'.length)) };
}

// CDKTF: `DynamodbTable.tfResourceType = "aws_dynamodb_table"` and, for every struct, a function that writes its attributes.

async function shapesOf(folder) {
  const found = [];
  for (const entry of await readdir(join(folder, 'lib'))) {
    if (entry.startsWith('data-') || entry === 'provider') continue;
    const text = await readFile(join(folder, 'lib', entry, 'index.js'), 'utf8').catch(() => '');
    const type = /\.tfResourceType = "(\w+)"/.exec(text)?.[1];
    if (type !== undefined) found.push([type, shapeOf(text)]);
  }
  return found;
}

function shapeOf(text) {
  const structs = new Map();
  for (const [, name, body] of text.matchAll(/^function (\w+)ToHclTerraform\(struct\) \{([\s\S]*?)^\}/gm))
    structs.set(name, body);
  const root = /synthesizeHclAttributes\(\) \{([\s\S]*?)^    \}/m.exec(text)?.[1] ?? '';
  return attributesOf(root, structs, 0);
}

function attributesOf(body, structs, depth) {
  const found = new Map();
  for (const [, name, value, kind] of body.matchAll(
    /^\s+(\w+): \{\s+value: (.*),\s+isBlock: \w+,\s+type: "(\w+)",/gm,
  )) {
    const struct = [...value.matchAll(/(\w+)ToHclTerraform/g)].map((match) => match[1]).find((one) => structs.has(one));
    const inner = struct === undefined || depth > 6 ? null : attributesOf(structs.get(struct), structs, depth + 1);
    found.set(name, { set: kind === 'set', inner });
  }
  return found;
}

// Pulumi: `export interface AccountArgs { /** …forces a new resource… */ accountTier: pulumi.Input<string>; }`

async function documentsOf(folder, provider) {
  const inputs = interfacesOf(await readFile(join(folder, 'types', 'input.d.ts'), 'utf8'));
  const outputs = interfacesOf(await readFile(join(folder, 'types', 'output.d.ts'), 'utf8'));
  const documents = [];
  for (const entry of await readdir(folder, { recursive: true })) {
    if (!entry.endsWith('.d.ts') || entry.startsWith('types') || entry.startsWith('config')) continue;
    const text = await readFile(join(folder, entry), 'utf8');
    const all = interfacesOf(text);
    for (const [args, members] of all) {
      const name = args.slice(0, -4);
      if (args.endsWith('Args') && !/^get|\bGet/.test(args))
        documents.push({ provider, name, entry, members, result: all.get(name) ?? [], inputs, outputs });
    }
  }
  return documents;
}

/** `storage.AccountNetworkRules` -> its members with their comments. */
function interfacesOf(text) {
  const found = new Map();
  const names = [];
  let members = null;
  let comment = '';
  let inComment = false;
  for (const line of text.split('\n')) {
    if (inComment || /^\s*\/\*\*/.test(line)) {
      comment = inComment ? `${comment} ${line.replace(/^\s*\* ?/, '')}` : line;
      inComment = !line.includes('*/');
      continue;
    }
    const space = /^\s*(?:export )?(?:declare )?namespace (\w+) \{/.exec(line);
    const start = /^\s*(?:export )?(?:declare )?(?:interface (\w+) \{|class (\w+) extends)/.exec(line);
    const member = /^\s+(?:readonly )?(\w+)(\??): (.*);$/.exec(line);
    if (space !== null) names.push(space[1]);
    else if (start !== null) found.set([...names, start[1] ?? start[2]].join('.'), (members = []));
    else if (member !== null && members !== null)
      members.push({ name: member[1], optional: member[2] === '?', type: member[3], comment });
    else if (/^\s*\}/.test(line)) {
      if (members === null) names.pop();
      members = null;
    }
    comment = '';
  }
  return found;
}

// Together

function generated() {
  const table = {};
  const prefixes = { azure: 'azurerm_', gcp: 'google_', aws: 'aws_' };
  for (const document of documented) {
    const type = typeOf(document, prefixes[document.provider]);
    if (type === null) missed.push(`${document.provider} ${document.entry}`);
    if (type === null) continue;
    const words = wordsOf(document.members, document.result, shapes.get(type), document, '', 0);
    if (words.length > 0) table[type] = [...new Set([...(table[type]?.split(' ') ?? []), ...words])].join(' ');
  }
  for (const [type, shape] of shapes)
    if (/^(google|azurerm)_/.test(type)) table[type] = withPlace(type, shape, table[type]);
  return Object.fromEntries(Object.entries(table).filter(([, words]) => words !== undefined));
}

/** Nothing of Google's or Azure's changes its project, region or name, a few apart; the documentation does not say so each time. */
function withPlace(type, shape, words) {
  if (
    /_iam_|^google_(project|folder|monitoring|organization|tags|identity|access_context|essential_contacts|billing)/.test(
      type,
    )
  )
    return words;
  const places = type.startsWith('google_')
    ? ['name', 'project', 'location', 'region', 'zone']
    : ['name', 'resource_group_name', 'location'];
  const place = places.filter((one) => shape.has(one));
  const has = new Set((words ?? '').split(' ').map((word) => pathIn(word)));
  const more = place
    .filter((one) => !has.has(one))
    .map((one) => `${one}${one === 'name' || one === 'location' ? '' : '~'}?`);
  return [...(words === undefined ? [] : [words]), ...more].join(' ') || undefined;
}

/** The type whose attributes are most like those of the interface, among those whose name fits. */
function typeOf({ name, members, entry }, prefix) {
  const own = members.map((one) => snake(one.name));
  const plain = snake(name);
  let best = null;
  let most = 0.75;
  for (const [type, shape] of shapes) {
    if (!type.startsWith(prefix) || !type.includes(plain.split('_').at(-1))) continue;
    const shared = own.filter((one) => attribute(shape, one) !== null).length;
    const alike =
      shared / (own.length + shape.size - (shape.has('id') ? 1 : 0) - (shape.has('timeouts') ? 1 : 0) - shared);
    const score = alike + nameScore(type.slice(prefix.length), plain, entry);
    if (score > most) [best, most] = [type, score];
  }
  return best;
}

function nameScore(rest, plain, entry) {
  const module = entry.split('/')[0];
  if (rest === plain || rest.replaceAll('_', '') === `${module}${plain}`.replaceAll('_', '')) return 0.35;
  return rest.endsWith(plain) ? 0.2 : 0;
}

function wordsOf(members, result, shape, document, prefix, depth) {
  return members.flatMap((member) => {
    const name = attribute(shape, snake(member.name));
    if (name === null) return [];
    const { set, inner } = shape.get(name);
    const path = `${prefix}${name}`;
    const filled = isFilled(member, result);
    if (isReplacing(member.comment)) return [`${path}${filled ? '~' : ''}${set ? '*' : ''}?`];
    const struct = /inputs\.([\w.]+)/.exec(member.type)?.[1];
    if (inner === null || struct === undefined || depth > 4) return [];
    const [inputs, outputs] = [document.inputs.get(struct) ?? [], document.outputs.get(struct) ?? []];
    return wordsOf(inputs, outputs, inner, document, `${path}.`, depth + 1);
  });
}

/** It need not be given and yet is always there; a name and a place Pulumi makes up itself, the provider does not. */
function isFilled(member, result) {
  if (/^(name|location)$/.test(member.name)) return false;
  const there = result.find((one) => one.name === member.name);
  return member.optional && there !== undefined && !there.optional && !there.type.includes('undefined');
}

function isReplacing(comment) {
  const plain = comment.split(/> \*\*|\*\*note/i)[0];
  const sentence = plain.split(/\.\s/).find((one) => REPLACES.test(one));
  return sentence !== undefined && !CONDITIONAL.test(sentence);
}

function attribute(shape, name) {
  const one = [name, name.replace(/ies$/, 'y'), name.replace(/s$/, ''), name.replace(/es$/, '')].find((each) =>
    shape.has(each),
  );
  return one ?? null;
}

function snake(name) {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1_$2')
    .toLowerCase();
}

async function known() {
  const text = await readFile(new URL('terraform-known.txt', import.meta.url), 'utf8');
  const written = text.split('\n').filter((line) => /^\w+:/.test(line));
  const made = generated();
  return Object.fromEntries(
    written.map((line) => {
      const [type, words] = [
        line.slice(0, line.indexOf(':')),
        line
          .slice(line.indexOf(':') + 1)
          .trim()
          .split(/\s+/),
      ];
      const left = words.filter((word) => !word.startsWith('-'));
      if (!type.startsWith('azurerm_')) return [type, left.join(' ')];
      // The documentation of Azure is complete: what is known by hand corrects it and does not stand in for it.
      const names = words.map((word) => `${pathIn(word.replace(/^-/, ''))}.`);
      const covers = (one, other) => one.startsWith(other) || other.startsWith(one);
      const others = (made[type] ?? '')
        .split(' ')
        .filter((word) => !names.some((name) => covers(`${pathIn(word)}.`, name)));
      return [type, [...left, ...others].filter((word) => word !== '').join(' ')];
    }),
  );
}

function pathIn(word) {
  return word.replace(/[^\w.].*$/, '');
}
