import type { Invocation } from '../shell/invocation.ts';
import type { Options } from './options.ts';
import type { Family } from './family.ts';
import { openingOf, type Opening } from './service/openings.ts';
import { familyOf, textOf } from './service/read.ts';
import {
  again,
  bared,
  gone,
  held,
  light,
  stopped,
  widened,
  type Act,
  type Service,
  listed,
} from './service/service.ts';

const az: Service = {
  technology: 'azure',
  tools: ['az', 'az.cmd'],
  takes: listed(
    '-g -n --resource-group --name --subscription -o --output --account-name --query -c --container-name -s ' +
      '--source --server --vault-name --assignee --role --scope --ids --location -l --mode -d --destination ' +
      '--cluster-name --nodepool-name --registry --namespace-name --id --connection-string --account-key ' +
      '--sas-token -p --pattern',
  ),
  places: ['--subscription', '-g', '--resource-group'],
  variables: ['AZURE_SUBSCRIPTION', 'AZURE_DEFAULTS_GROUP'],
  rows: [
    // settings and programs of this machine
    [
      /^(extension|account (clear|list|show|set)|config|configure|cache|logout|login|cloud (unregister|set)|bicep|alias|local-context|upgrade|feedback|interactive|rest)\b/,
      null,
    ],
    [
      /^(?!(\S+ ){1,5}(delete\S*|purge|remove|disable|clear)\b)(\S+ ){1,4}(list\S*|show\S*|get\S*|exists|wait|export|download\S*|generate\S*)\b/,
      null,
    ],
    [/^group delete\b/, held('resource-group', { because: 'is deleted with everything in it' })],
    [/^(\S+ )*lock delete\b/, bared('lock', 'deletion', { because: 'is taken off, and what it kept can be deleted' })],
    [/^storage blob (undelete)\b/, null],
    [
      /^storage (blob|file|directory|fs file|fs directory|fs) (delete-batch|delete)\b/,
      held('blobs', { because: 'are deleted' }),
      { text: /delete-batch|recursive/ },
    ],
    [/^storage (blob|file|message|entity) (delete|clear)\b/, gone('blob')],
    [
      /^storage (blob|file|fs) sync\b/,
      held('blobs', { because: 'are deleted where the source does not have them' }),
      { text: /--delete-destination[= ](true|prompt)/ },
    ],
    [/^storage remove\b/, held('blobs')],
    [/^(acr (repository|manifest)) (delete|untag|purge|metadata delete)\b/, gone('image')],
    [/^acr (purge|run)\b/, held('images', { because: 'are purged' }), { text: /acr purge|--purge/ }],
    [/^(webapp|functionapp) (deployment|config|log|cors|auth) (\S+ )?(delete|remove)\b/, gone('setting')],
    [
      /^(webapp|functionapp|vm|vmss|aks|containerapp|sql|postgres flexible-server|postgres server|mysql flexible-server|mysql server|synapse sql pool|container|appservice|spring app|containerapp revision) (stop|deallocate|pause|deactivate)\b/,
      stopped('service'),
    ],
    [
      /^(vm|webapp|functionapp|aks|vmss|container|redis|postgres \S+|mysql \S+) (restart|redeploy|force-reboot)\b/,
      light('service', { because: 'is restarted' }),
    ],
    [
      /^(vm|vmss) (reimage|simulate-eviction)\b/,
      again('machine', { stateful: true, because: 'is made anew from its image' }),
    ],
    [
      /^webapp deployment slot swap\b|^functionapp deployment slot swap\b/,
      again('service', { certainty: 'possible', because: 'sends its users to the other slot' }),
    ],
    [
      /^(aks scale|aks nodepool scale|vmss scale|appservice plan update|containerapp update|container app update)\b/,
      stopped('service', { because: 'is scaled to nothing' }),
      { text: /--(node-count|new-capacity|max-replicas|number-of-workers)[= ]0(\s|$)/ },
    ],
    [
      /^(deployment (group|sub|mg|tenant)|group deployment|stack (group|sub|mg)) (create|update)\b/,
      held('resource-group', { because: 'loses whatever the template does not hold' }),
      { text: /--mode[= ]Complete|--action-on-unmanage[= ](deleteAll|deleteResources)/i },
    ],
    [
      /^deployment (group|sub|mg|tenant|operation) (delete|cancel)\b|^deployment delete\b/,
      light('deployment', { reversible: true }),
    ],
    [
      /^keyvault (key|secret|certificate|storage)? ?(delete|purge)\b/,
      held('secret', { because: 'is taken away from those who read it' }),
    ],
    [/^keyvault (purge|delete)\b/, held('keyvault')],
    [/^keyvault (network-rule remove|delete-policy)\b/, gone('policy')],
    [
      /^keyvault (set-policy)\b/,
      widened('keyvault', 'privilege', { certainty: 'possible', because: 'may be read by somebody else' }),
    ],
    [
      /^(\S+ )*(keys? (renew|regenerate)|regenerate-keys?|regenerate-key|credential reset|reset-credentials|regen-key|regenerate)\b/,
      again('key', { because: 'is made anew under those who use it' }),
    ],
    [/^(ad (sp|app) credential|ad user|ad group) (reset|delete|remove)\b/, gone('account')],
    [
      /^backup (protection disable|policy delete|vault delete|container unregister|recoverypoint delete)\b/,
      bared('backup', 'backup'),
    ],
    [
      /^(monitor (diagnostic-settings|activity-log alert|log-profiles|metrics alert|scheduled-query|action-group|log-analytics workspace)|security \S+) delete\b/,
      bared('monitor', 'audit'),
    ],
    [/^(role assignment|role definition) delete\b/, gone('role', { because: 'is taken from whoever works with it' })],
    [/^(pipelines|boards|repos|devops|artifacts) (\S+ )?(\S+ )?(delete|remove)\b/, held('project')],
    [/^(repos) (update|policy update)\b/, bared('repository', 'other'), { text: /--(enabled|blocking)[= ]false/ }],
    [/^network (\S+ )+(delete|remove)\b/, gone('network', { critical: true })],
    [/^resource (delete|invoke-action)\b/, held('resource', { stateful: 'unknown' })],
    [/^account (management-group delete|subscription cancel)\b/, held('subscription')],
    [/^(\S+ ){1,4}(cancel|stop|unassign|unlink)\b/, light('run', { because: 'is stopped' })],
  ],
  more: (run, options) => [...widening(run, options), ...loosening(run, options)],
};

function widening(run: Invocation, { words, value }: Options): readonly Act[] {
  const said = words.slice(0, 6).join(' ');
  const text = textOf(run);
  const name = value('--assignee', '-n', '--name') ?? '';
  if (/^role assignment create\b|^ad sp create-for-rbac\b/.test(said)) {
    const role = value('--role') ?? '';
    if (/^(Owner|Contributor|User Access Administrator|Role Based Access Control Administrator)$/i.test(role))
      return [{ deed: widened('role', 'admin', { because: `the role ${role} is given` }), name }];
    return [
      { deed: widened('role', 'privilege', { certainty: 'possible', because: `the role ${role} is given` }), name },
    ];
  }
  if (/^role definition (create|update)\b/.test(said))
    return [{ deed: widened('role', 'action', { certainty: /"\*"/.test(text) ? 'certain' : 'possible' }), name }];
  if (/^(storage account (create|update))\b/.test(said) && /--allow-blob-public-access[= ]true/i.test(text))
    return [{ deed: widened('storage', 'public', { because: 'may be read by anybody' }), name }];
  if (/^storage container (create|set-permission)\b/.test(said) && /--public-access[= ](blob|container)/i.test(text))
    return [{ deed: widened('container', 'public', { because: 'may be read by anybody' }), name }];
  if (/^acr update\b/.test(said) && /--anonymous-pull-enabled[= ]true|--admin-enabled[= ]true/i.test(text))
    return [{ deed: widened('registry', 'public', { because: 'may be read by anybody' }), name }];
  const deed = openingOf(EXPOSURES, said, text);
  return deed === null ? [] : [{ deed, name }];
}

const EXPOSURES: readonly Opening[] = [
  {
    said: /^network nsg rule (create|update)\b/,
    text: /(^|[^\d.])0\.0\.0\.0\/0|::\/0|--source-address-prefix(es)?[= ]['"]?(\*|Internet|Any)|^network nsg rule create(?!.*--source-a)/i,
    not: /--access[= ]['"]?Deny|--direction[= ]['"]?Outbound/i,
    type: 'nsg-rule',
    ports: /--destination-port-ranges?[= ]['"]?([\d,*-]+)/,
  },
  {
    said: /firewall-rule create\b/,
    text: /0\.0\.0\.0\s.*255\.255\.255\.255|255\.255\.255\.255.*0\.0\.0\.0(\s|$)/,
    type: 'database',
  },
  { said: /^vm open-port\b/, text: /--port/, type: 'machine', ports: /--port[= ]['"]?([\d,*-]+)/ },
  {
    said: / update\b/,
    text: /--default-action[= ]Allow\b|--public-network-access[= ](Enabled|true)/i,
    type: 'resource',
  },
];

function loosening(run: Invocation, { words, value }: Options): readonly Act[] {
  const said = words.slice(0, 6).join(' ');
  if (!/\b(update|set|disable)\b/.test(said)) return [];
  const row = LOOSER.find(([flag]) => flag.test(textOf(run)));
  return row ? [{ deed: bared('resource', row[1]), name: value('-n', '--name') ?? '' }] : [];
}

const LOOSER: readonly (readonly [flag: RegExp, protection: string])[] = [
  [
    /--enable-(purge-protection|soft-delete)[= ]false|--enable-delete-retention[= ]false|--delete-retention-days[= ]0|--soft-delete-state[= ]Disable/i,
    'deletion',
  ],
  [/--enable-versioning[= ]false|--enable-change-feed[= ]false/i, 'versioning'],
  [/--backup-retention[= ]0|--backup-storage-redundancy[= ]Local/i, 'backup'],
  [
    /--(https-only|minimum-tls-version|enable-rbac-authorization|require-infrastructure-encryption)[= ](false|TLS1_0)/i,
    'encryption',
  ],
  [/--disable-defender|--auditing?-state[= ]Disabled|--state[= ]Disabled/i, 'audit'],
];

const copy: Service = {
  technology: 'azure',
  tools: ['azcopy'],
  closed: true,
  rows: [
    [/^jobs (clean|remove|rm)\b/, null],
    [/^(remove|rm|delete)\b/, held('blobs', { because: 'are deleted' })],
    [
      /^sync\b/,
      held('blobs', { because: 'are deleted where the source does not have them' }),
      { text: /--delete-destination[= ]?"?(true|prompt)|--mirror-mode(=true)?(\s|$)/i },
    ],
    [/^set-properties\b/, light('blobs', { because: 'get other properties' })],
  ],
};

export const azure: Family = familyOf('azure', [az, copy]);
