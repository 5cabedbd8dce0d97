import { dataKeyOf } from '#server/platform/data-keys.ts';
import { pipelineDatabase, pipelineSql } from '#server/platform/database.ts';
import { unseal } from '#server/platform/secrets.ts';

export interface DemoReceiverConfig {
  /** Of the destination. */
  id: string;
  customerId: string;
  port: number;
  settings: Record<string, unknown> & { url: string };
  sharedSecret: string;
  signingSecret: string;
}

/** Destinations that the demo made for receivers of its own (db/seed/world.ts marks them), as they are set now. */
export async function demoReceiverConfigs(): Promise<DemoReceiverConfig[]> {
  const rows = await pipelineSql()<
    { id: string; customerId: string; settings: DemoReceiverConfig['settings']; secrets: string }[]
  >`
    select id, customer_id as "customerId", settings, secrets from destinations
    where kind = 'https' and settings->'headerNames' ? 'Demo-Receiver'
      and settings->>'url' like 'http://127.0.0.1:%' order by id`;
  const configs: DemoReceiverConfig[] = [];
  for (const { secrets, ...row } of rows) {
    const dataKey = await dataKeyOf(pipelineDatabase(), row.customerId);
    const { sharedSecret, signingSecret } = JSON.parse(
      unseal(dataKey, `destinations|secrets|${row.id}`, secrets),
    );
    configs.push({ ...row, port: Number(new URL(row.settings.url).port), sharedSecret, signingSecret });
  }
  return configs;
}
