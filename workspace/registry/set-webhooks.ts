import type { HarborWebhook } from '../../constructs/registry/index.ts';
import { type Change, type Desk, isOurs, MARK, text } from './change.ts';
import type { Webhook } from './harbor-objects.ts';
import type { PlacedProject } from './placed-project.ts';

/** Who is told of what happens in a project. Webhooks that somebody made by hand are left alone. */
export async function* setWebhooks(desk: Desk, { id, wanted }: PlacedProject): AsyncGenerator<Change> {
  const { harbor } = desk;
  const path = `/projects/${id}/webhook/policies`;
  const there = id === undefined ? [] : await harbor.list<Webhook>(path);
  const byName = new Map(there.map((each) => [each.name, each]));
  for (const webhook of wanted.webhooks) {
    const found = byName.get(webhook.name);
    const header = webhook.header === undefined ? undefined : desk.credential(webhook.header);
    const key = `webhook.${wanted.name}.${webhook.name}`;
    const isNew = header !== undefined && !(await desk.applied.has(key, header));
    if (found !== undefined && !isNew && meaningOf(found) === meaningOf(policyOf(webhook))) continue;
    yield {
      kind: 'webhook',
      name: `${wanted.name}: ${webhook.name}`,
      action: found === undefined ? 'create' : 'update',
      fields: [...(found === undefined ? [] : ['address or events']), ...(isNew ? ['header'] : [])],
      apply: async () => {
        const body = policyOf(webhook, header);
        await (found === undefined
          ? harbor.call({ method: 'POST', path, body })
          : harbor.call({ method: 'PUT', path: `${path}/${found.id}`, body: { id: found.id, ...body } }));
        if (header !== undefined) await desk.applied.end(key, header);
      },
    };
  }
  const names = new Set(wanted.webhooks.map(({ name }) => name));
  for (const found of there.filter((each) => isOurs(each) && !names.has(each.name)))
    yield {
      kind: 'webhook',
      name: `${wanted.name}: ${found.name}`,
      action: 'remove',
      fields: [],
      apply: async () => {
        await harbor.call({ method: 'DELETE', path: `${path}/${found.id}` });
      },
    };
}

function policyOf({ address, events, name }: HarborWebhook, header?: string): Webhook {
  const target = { type: 'http', address, skip_cert_verify: false, payload_format: 'CloudEvents' };
  return {
    name,
    description: `${MARK}webhook`,
    enabled: true,
    event_types: events,
    targets: [header === undefined ? target : { ...target, auth_header: header }],
  };
}

/** What a webhook does, without its header, which nobody shall read. */
function meaningOf({ enabled, event_types, targets }: Webhook): string {
  const plain = targets.map(({ address, payload_format, skip_cert_verify, type }) => ({
    address,
    payload_format,
    skip_cert_verify: skip_cert_verify ?? false,
    type,
  }));
  return text({ enabled, events: [...event_types].sort(), targets: plain });
}
