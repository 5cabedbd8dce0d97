import { dataKeyOf } from '#server/platform/data-keys.ts';
import { pipelineDatabase, pipelineSql } from '#server/platform/database.ts';
import { unseal } from '#server/platform/secrets.ts';

export interface DemoReceiverConfig {
  /** Of the destination. */
  id: string;
  port: number;
  sharedSecret: string;
  signingSecret: string;
}

/** Destinations that the demo made for receivers of its own (db/seed/world.ts marks them), as they are set now. */
export async function demoReceiverConfigs(): Promise<DemoReceiverConfig[]> {
  const rows = await pipelineSql()<{ id: string; customerId: string; url: string; secrets: string }[]>`
    select id, customer_id as "customerId", settings->>'url' as url, secrets from destinations
    where kind = 'https' and settings->'additionalHeaders'->>'Demo-Receiver' = 'built-in'
      and settings->>'url' like 'http://127.0.0.1:%' order by id`;
  const configs: DemoReceiverConfig[] = [];
  for (const { id, customerId, url, secrets } of rows) {
    const dataKey = await dataKeyOf(pipelineDatabase(), customerId);
    const { sharedSecret, signingSecret } = JSON.parse(
      unseal(dataKey, `destinations|secrets|${id}`, secrets),
    );
    configs.push({ id, port: Number(new URL(url).port), sharedSecret, signingSecret });
  }
  return configs;
}
