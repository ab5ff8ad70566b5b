import type { Program } from '../shell/invocation.ts';
import type { Effect, Family } from './family.ts';
import { parted, requested } from './http/request.ts';
import { environmentOfHost, type Place } from './service/place.ts';
import { deedOf, toEffect } from './service/read.ts';

/**
 * One-liners that ask a service to delete: `python -c "requests.delete(…)"`. A program in a file of the repository is left to those who
 * review it: every test of an API deletes something.
 */
export const apiPrograms: Family = {
  id: 'api-programs',
  tools: ['*'],
  read: ({ programs }) => programs.filter(({ from }) => from !== 'file').flatMap(effectsOf),
};

const LONGEST = 20_000;
const MOST = 10;

function effectsOf({ language, text }: Program): readonly Effect[] {
  if (!/^(python|javascript|ruby|php|perl|powershell)$/.test(language)) return [];
  const read = text.slice(0, LONGEST);
  return [...requests(read), ...clients(read)];
}

/** `requests.delete('https://…')`, `fetch('https://…', {method: 'DELETE'})`, `Net::HTTP::Delete`. */
function requests(text: string): readonly Effect[] {
  if (
    !/\b(requests|httpx|session|axios|got|ky|superagent|client|http|Http|HTTParty|RestClient|Faraday|aiohttp|needle|supertest)\.(delete|del)\s*\(|method['"]?\s*[:=]>?\s*['"`]DELETE|Net::HTTP::Delete|urlopen|CURLOPT_CUSTOMREQUEST\W{1,10}DELETE/.test(
      text,
    )
  )
    return [];
  if (/urlopen/.test(text) && !/DELETE/.test(text)) return [];
  const [, address = ''] = /["'`](https?:\/\/[^"'`\s]{1,300})/.exec(text) ?? [];
  const { host } = parted(address);
  const place: Place = { environment: environmentOfHost(host), local: false };
  return requested({ method: 'DELETE', address, body: '' }).map(({ deed, name }) =>
    toEffect({ ...deed, certainty: deed.certainty ?? 'likely' }, name, 'http', place),
  );
}

/** The clients of clouds: `boto3.client('s3').delete_bucket(…)`, `new DeleteBucketCommand(…)`, `v1.delete_namespace(…)`. */
function clients(text: string): readonly Effect[] {
  if (
    !/boto3|botocore|aws-sdk|Aws::|google\.cloud|@google-cloud|googleapis|azure\.|@azure|kubernetes|digitalocean|stripe|twilio|octokit|openstack|pulumi|heroku|cloudflare/i.test(
      text,
    )
  )
    return [];
  const found = [
    ...text.matchAll(/\b(?:new )?(delete|terminate|destroy|purge|schedule)_?([A-Za-z]\w{1,60}?)(?:Command)?\s*\(/g),
  ].slice(0, MOST);
  return found.map(([, verb = '', object = '']) =>
    toEffect({ ...deedOf(object.replaceAll('_', '-'), verb), certainty: 'likely' }, '', 'api', NOWHERE),
  );
}

const NOWHERE: Place = { environment: 'unknown', local: false };
