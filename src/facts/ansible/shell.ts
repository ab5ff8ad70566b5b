import { destructiveCommandsIn } from '../commands-in-text.ts';
import { destroys, type Effect, unprotects } from './effect.ts';
import { keepsData } from './machines.ts';

const REMOVE = /\brm[ \t]+((?:-[\w-]{1,30}[ \t]+){1,6})([^;&|\n<>]{1,400})/g;
const OFF: readonly (readonly [command: RegExp, name: string, because: string])[] = [
  [/\bufw[ \t]+(--force[ \t]+)?(disable|reset)\b/, 'ufw', 'the firewall is off'],
  [/\bufw[ \t]+default[ \t]+allow[ \t]+in/, 'ufw', 'what no rule forbids is let in'],
  [/\bip6?tables[ \t]+(-t[ \t]+\w+[ \t]+)?(-F|--flush)(?![\w-])/, 'iptables', 'all rules are deleted'],
  [/\bip6?tables[ \t]+(-P|--policy)[ \t]+(INPUT|FORWARD)[ \t]+ACCEPT\b/, 'iptables', 'what no rule forbids is let in'],
  [/\bnft[ \t]+flush[ \t]+ruleset\b/, 'nftables', 'all rules are deleted'],
  [/\bsetenforce[ \t]+(0|permissive)\b/i, 'selinux', 'programs may do what its policy forbids'],
  [
    /\bsystemctl[ \t]+(--now[ \t]+)?(stop|disable|mask)[ \t]+(--now[ \t]+)?(firewalld|ufw|nftables|iptables)\b/,
    'firewall',
    'the firewall no longer runs',
  ],
];

/** What a shell does on the hosts of a play: there `/srv/shop` is no scratch folder of a build. */
export function shellEffects(command: string): readonly Effect[] {
  if (command === '') return [];
  const off = OFF.filter(([pattern]) => pattern.test(command)).map(([, name, because]) =>
    unprotects(
      {
        type: 'shell',
        name,
        certainty: 'likely',
        because: `${name}: ${because}`,
        remedy: 'Allow the one port that is needed',
      },
      'isolation',
    ),
  );
  return [...off, ...(destructiveCommandsIn(command).length > 0 ? [] : removed(command))];
}

function removed(command: string): readonly Effect[] {
  return [...command.matchAll(REMOVE)].flatMap(([, flags = '', targets = '']) => {
    if (!/(^|\s)-\w*[rR]|--recursive/.test(flags)) return [];
    const found = targets.split(/\s+/).find((word) => keepsData(word.replaceAll(/["']/g, '')));
    if (found === undefined) return [];
    return [
      destroys(
        { type: 'shell', name: found, certainty: 'likely', because: `everything below ${found} is deleted` },
        true,
      ),
    ];
  });
}
