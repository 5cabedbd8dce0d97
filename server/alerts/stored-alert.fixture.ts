import type postgres from 'postgres';

interface Of {
  customerId: string;
  deviceId: string;
  userId: string;
}

/** A silent device, an incident that it is no part of, a mute, a wish and a mail, as the worker and people leave them. */
export async function storeAlerts(
  sql: postgres.Sql,
  { customerId, deviceId, userId }: Of,
  mark: (what: string) => string,
): Promise<{ alert: string; mute: string; mail: string }> {
  const at = new Date(Date.now() - 60_000);
  const stored = {
    customer_id: customerId,
    opened_at: at,
    since_at: at,
    silent_at: at,
    heard_at: at,
    told_at: at,
  };
  const [alert] =
    await sql`insert into alerts ${sql({ ...stored, device_id: deviceId, kind: 'silent', note: mark('alerts-note') })} returning id`;
  const [incident] =
    await sql`insert into alerts ${sql({ ...stored, kind: 'incident', source: `gateway:${mark('alerts-source')}`, source_name: mark('alerts-name') })} returning id`;
  for (const [id, event] of [
    [alert?.id, 'silent'],
    [incident?.id, 'opened'],
  ])
    await sql`insert into alert_events ${sql({ customer_id: customerId, alert_id: id, at, event, told: true, actor: mark('events-actor') })}`;
  await sql`insert into alert_sources (customer_id, source) values (${customerId}, ${`gateway:${mark('alerts-source')}`})`;
  // It ended: tests of other things are not to wonder.
  const [mute] =
    await sql`insert into alert_mutes ${sql({ customer_id: customerId, device_id: deviceId, until: at, reason: mark('mutes-reason'), created_by: mark('mutes-by') })} returning id`;
  await sql`insert into alert_readers ${sql({ customer_id: customerId, user_id: userId, kinds: ['incident', 'silent'] })}`;
  const [mail] =
    await sql`insert into mails ${sql({ customer_id: customerId, user_id: userId, kind: 'alerts', recipient: 'a@example.org', recipient_name: mark('mails-name'), subject: mark('mails-subject'), text: mark('mails-text'), html: mark('mails-html'), state: 'held' })} returning id`;
  return { alert: alert?.id, mute: mute?.id, mail: mail?.id };
}
