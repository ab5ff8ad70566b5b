import type { Settings } from '../host.ts';
import { SettingsError } from '../host.ts';
import { isOurPlugin, plugin } from './plugin.ts';

/** A file that is ours from the first byte to the last: opencode loads whatever lies in its folder of plugins. */
export const settings: readonly Settings[] = [
  {
    user: '.config/opencode/plugin/guardrail.js',
    repository: '.opencode/plugin/guardrail.js',
    moved: { variable: 'XDG_CONFIG_HOME', folder: '.config' },
    add: (text, shim) => {
      if (text !== null && text.trim() !== '' && !isOurPlugin(text))
        throw new SettingsError('line 1: another plugin of this name is there');
      return plugin(shim);
    },
    remove: (text) => (isOurPlugin(text) ? null : text),
    check: (text, shim) => {
      if (text === plugin(shim)) return [];
      return [
        isOurPlugin(text) ? 'the plugin is not the one this guardrail writes' : 'another plugin of this name is there',
      ];
    },
  },
];
