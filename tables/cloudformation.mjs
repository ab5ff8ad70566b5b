import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';

// its own loader builds 200 MB of objects; the file it reads is enough
const require = createRequire(import.meta.url);
const manifest = require.resolve('@aws-cdk/aws-service-spec/package.json');
/** Nested deeper, nothing was found that replaces; definitions may contain themselves. */
const DEEPEST = 6;

/**
 * The one question asked of the specification: does a change of this property replace the resource? Also which types it calls
 * stateful. `yes` and `maybe` hold paths as `KeySchema` or `Origin.Port`: items of lists and maps have no step of their own.
 */
export async function reduceServiceSpec() {
  const { name, version, license } = JSON.parse(await readFile(manifest, 'utf8'));
  const packed = await readFile(join(dirname(manifest), 'db.json.gz'));
  const { schema } = JSON.parse(gunzipSync(packed).toString('utf8'));
  const definitions = new Map(schema.typeDefinition.entities.map((one) => [one.$id, one]));
  const types = {};
  for (const resource of [...schema.resource.entities].sort(byType)) {
    // the schema of SAM marks every property, since its source says nothing about updates
    if (resource.cloudFormationType.startsWith('AWS::Serverless::')) continue;
    const row = rowOf(resource, definitions);
    if (Object.keys(row).length > 0) types[resource.cloudFormationType] = row;
  }
  return { source: { package: name, version, license }, types };
}

function rowOf(resource, definitions) {
  const yes = new Set((resource.additionalReplacementProperties ?? []).map((path) => path.join('.')));
  const maybe = new Set();
  const walk = (properties, prefix, above) => {
    for (const [name, { causesReplacement, type }] of Object.entries(properties)) {
      const path = [...prefix, name];
      // what is inside a property that replaces as a whole need not be told again
      if (causesReplacement === 'yes') yes.add(path.join('.'));
      else if (causesReplacement === 'maybe') maybe.add(path.join('.'));
      else
        for (const id of definitionsIn(type)) {
          const inner = above.has(id) || path.length >= DEEPEST ? undefined : definitions.get(id);
          if (inner) walk(inner.properties, path, new Set([...above, id]));
        }
    }
  };
  walk(resource.properties, [], new Set());
  return {
    ...(yes.size > 0 ? { yes: sorted(yes) } : {}),
    ...(maybe.size > 0 ? { maybe: sorted(maybe) } : {}),
    ...(resource.isStateful === true ? { stateful: true } : {}),
  };
}

function definitionsIn(type) {
  if (type.type === 'ref') return [type.reference.$ref];
  if (type.type === 'array' || type.type === 'map') return definitionsIn(type.element);
  return type.type === 'union' ? type.types.flatMap(definitionsIn) : [];
}

function byType(a, b) {
  return a.cloudFormationType < b.cloudFormationType ? -1 : 1;
}

function sorted(paths) {
  return [...paths].sort((a, b) => (a < b ? -1 : 1));
}
