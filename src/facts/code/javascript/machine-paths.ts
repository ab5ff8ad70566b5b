import type { Sighting } from '../sighting.ts';
import type { Bit } from './bits.ts';
import { see, soften } from './see.ts';
import type { Unit } from './unit.ts';

const HOMES =
  /(?:^|[\s'"`(=:])(\/(?:home|Users)\/([A-Za-z][\w.-]*)(?:\/|$)|[A-Za-z]:(?:\\\\?|\/)Users(?:\\\\?|\/)([\w .-]+))/;
/** No person is called that. */
const NOBODY =
  /^(node|app|user|users?name|runner|ubuntu|ec2-user|vscode|me|you|your\w*|name|foo|bar|test\w*|example|shared|alice|bob|jane|john|public|root|default|coder|gitpod|circleci|travis|vsts|sbx_\w+|myuser|someone|USERNAME|admin|deploy|git|linuxbrew|web_user|pwuser|steam|project|dev|developer|agent|workspace|builder|jovyan|sandbox)$/i;

export function machinePath(unit: Unit, bit: Bit): readonly Sighting[] {
  const text = unit.text.slice(bit.start, Math.min(bit.end, bit.start + 300));
  const home = HOMES.exec(text);
  const user = (home?.[2] ?? home?.[3] ?? '').trim();
  if (home && user !== '') {
    const isNobody = NOBODY.test(user) || /^\s*[<{$[]/.test(user);
    return [
      see(unit, 'machine-path', 'absolute', bit, {
        name: user,
        certainty: soften(unit, isNobody || bit.type === 'jsx_text' ? 'possible' : 'certain'),
        because: `a path below the home of ${user}`,
      }),
    ];
  }
  return localAddress(unit, bit, text);
}

function localAddress(unit: Unit, bit: Bit, text: string): readonly Sighting[] {
  const local =
    /^['"`](?:https?|wss?|mongodb|redis|postgres(?:ql)?|mysql|amqp):\/\/[^/'"`]{0,60}(?:localhost|127\.0\.0\.1|0\.0\.0\.0|192\.168\.\d+\.\d+|10\.\d+\.\d+\.\d+)(?::\d+)?/.exec(
      text,
    )?.[0];
  if (local === undefined || (unit.place !== 'source' && unit.place !== 'config')) return [];
  const line = unit.bare.slice(Math.max(0, unit.bare.lastIndexOf('\n', bit.start)), bit.start);
  if (/\?\?|\|\||===?|!==?|env|default|dev|local|fallback|base|startsWith|includes|URL\(/i.test(line)) return [];
  return [
    see(unit, 'machine-path', 'localhost', bit, {
      name: local.slice(1),
      certainty: 'possible',
      because: 'an address of one machine',
    }),
  ];
}
