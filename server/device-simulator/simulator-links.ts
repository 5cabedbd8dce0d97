import { hash, randomBytes, randomUUID } from 'node:crypto';
import { type Actor, authorize } from '#server/access/actor.ts';
import { recordAudit } from '#server/audit/record-audit.ts';
import { dataKeyOf } from '#server/platform/data-keys.ts';
import { type Tx, tenantTransaction } from '#server/platform/database.ts';
import { publicUrl } from '#server/platform/env.ts';
import { DomainError, notFound } from '#server/platform/errors.ts';
import { seal, unseal } from '#server/platform/secrets.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';
import type { SimulatorLink, SimulatorLinkCreate, SimulatorLinkState } from './contract.ts';
import { deleteLink, replaceLink, selectLink, selectSender } from './repository.ts';
import { linkRefusal } from './rules.ts';

const placeOf = (deviceId: string) => `simulator_links|token|${deviceId}`;

export const hashOfToken = (token: string) => hash('sha256', token, 'hex');

/** Behind the #, so that no server, log or referrer ever sees it. */
const addressOf = (token: string) => `${publicUrl().replace(/\/+$/, '')}/simulator#${token}`;

async function findSender(tx: Tx, scope: TenantScope, deviceId: string) {
  const sender = await selectSender(tx, scope, deviceId);
  if (!sender) throw notFound('devices');
  return sender;
}

/** A new link takes the place of the former, which stops working at once. */
export async function createSimulatorLink(
  actor: Actor,
  { deviceId, days }: SimulatorLinkCreate,
): Promise<SimulatorLink> {
  const scope = authorize(actor, 'device-simulator.link');
  const token = `tps_${randomBytes(32).toString('base64url')}`;
  const expiresAt = new Date(Date.now() + days * 86_400_000);
  await tenantTransaction(scope, async (tx) => {
    const sender = await findSender(tx, scope, deviceId);
    const refusal = linkRefusal(sender);
    if (refusal) throw new DomainError(`device-simulator.${refusal}`, 'invalid');
    const sealed = seal(await dataKeyOf(tx, scope.customerId), placeOf(deviceId), token);
    await replaceLink(tx, scope, {
      id: randomUUID(),
      deviceId,
      token: sealed,
      tokenHash: hashOfToken(token),
      expiresAt,
      createdBy: actor.name,
    });
    await recordAudit(tx, actor, {
      operation: 'device-simulator.link',
      object: { kind: 'device', id: deviceId, name: sender.name },
      after: { simulatorLink: 'made', expiresAt: expiresAt.toISOString() },
    });
  });
  return { url: addressOf(token), expiresAt };
}

/** To open or scan it again. Whoever has it can send as the device, so who looked stands in the audit log. */
export async function showSimulatorLink(
  actor: Actor,
  { deviceId }: { deviceId: string },
): Promise<SimulatorLink> {
  const scope = authorize(actor, 'device-simulator.link');
  return tenantTransaction(scope, async (tx) => {
    const sender = await findSender(tx, scope, deviceId);
    const link = await selectLink(tx, scope, deviceId);
    if (!link) throw notFound('device-simulator');
    const token = unseal(await dataKeyOf(tx, scope.customerId), placeOf(deviceId), link.token);
    await recordAudit(tx, actor, {
      operation: 'device-simulator.link',
      object: { kind: 'device', id: deviceId, name: sender.name },
      after: { simulatorLink: 'shown' },
    });
    return { url: addressOf(token), expiresAt: link.expiresAt };
  });
}

export async function revokeSimulatorLink(actor: Actor, { deviceId }: { deviceId: string }): Promise<void> {
  const scope = authorize(actor, 'device-simulator.link');
  await tenantTransaction(scope, async (tx) => {
    const sender = await findSender(tx, scope, deviceId);
    if (!(await deleteLink(tx, scope, deviceId))) throw notFound('device-simulator');
    await recordAudit(tx, actor, {
      operation: 'device-simulator.link',
      object: { kind: 'device', id: deviceId, name: sender.name },
      after: { simulatorLink: 'revoked' },
    });
  });
}

export async function getSimulatorLink(actor: Actor, { id }: { id: string }): Promise<SimulatorLinkState> {
  const scope = authorize(actor, 'devices.read');
  return tenantTransaction(scope, async (tx) => {
    const refusal = linkRefusal(await findSender(tx, scope, id));
    const link = await selectLink(tx, scope, id);
    if (!link) return { link: null, refusal };
    const { expiresAt, lastUsedAt, createdAt, createdBy } = link;
    return { link: { expiresAt, lastUsedAt, createdAt, createdBy }, refusal };
  });
}
