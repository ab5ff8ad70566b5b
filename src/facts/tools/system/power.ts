import { GRAVE, type SystemDeed } from './rows.ts';

/** The machine goes down, and everything on it. */
const because = 'the machine goes down with everything that runs on it';
const remedy = 'ask the person at the machine to do it';

export const power: readonly SystemDeed[] = [
  {
    tools: 'shutdown',
    line: /^(?!-c\b|\/a\b|--show\b|-k\b)/,
    not: /(?:^|\s)(?:-c|-k|--show)(?:\s|$)/,
    how: 'power',
    because,
    remedy,
    ...GRAVE,
  },
  {
    tools: 'reboot halt poweroff kexec suspend pm-suspend pm-hibernate',
    not: /--help|-w\b|--wtmp-only/,
    how: 'power',
    because,
    remedy,
    ...GRAVE,
  },
  { tools: 'init telinit', words: /^[016Ss]\b/, how: 'power', because, remedy, ...GRAVE },
  {
    tools: 'systemctl',
    words:
      /^(?:poweroff|reboot|halt|kexec|soft-reboot|rescue|emergency|suspend|hibernate|hybrid-sleep|exit|default|isolate)\b/,
    how: 'power',
    because,
    remedy,
    ...GRAVE,
  },
  {
    tools: 'loginctl',
    words: /^(?:poweroff|reboot|halt|suspend|hibernate)\b/,
    how: 'power',
    because,
    remedy,
    ...GRAVE,
  },
  { tools: 'stop-computer restart-computer', how: 'power', because, remedy, ...GRAVE },
  {
    tools: 'ipmitool',
    line: /\bpower (?:off|reset|cycle|soft)\b|\bbootdev\b/,
    how: 'power',
    because,
    remedy,
    ...GRAVE,
  },
  { tools: 'osascript', line: /\bto (?:shut down|restart|sleep|log out)\b/, how: 'power', because, remedy, ...GRAVE },
  { tools: 'rundll32', line: /shutdown|exitwindows|setsuspendstate/i, how: 'power', because, remedy, ...GRAVE },
  {
    tools: 'loginctl',
    words: /^(?:terminate|kill)-(?:user|session|seat)\b/,
    how: 'process',
    because: 'everything somebody runs is ended',
    remedy,
    ...GRAVE,
  },
];
