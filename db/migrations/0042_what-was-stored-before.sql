-- After the trigger, in a transaction of its own: nobody who stores packs waits while those that stand are read.
SET LOCAL ROLE things_pipeline;--> statement-breakpoint
INSERT INTO far_packs (pack_id, received_at, customer_id, device_id, since, until)
SELECT id, received_at, customer_id, device_id, time, ends
FROM (SELECT *, pack_until(time, rest) + interval '1 millisecond' AS ends FROM all_packs WHERE rest -> 't' IS NOT NULL) p
WHERE reaches_far(time, ends, received_at)
ON CONFLICT DO NOTHING;--> statement-breakpoint
-- Of FCtrl The Things Stack tells nothing and ChirpStack only ADR; both stood as false. Its rows are locked for nobody who
-- writes messages: they are written once.
UPDATE uplinks u SET event = (u.event::jsonb || CASE c.provider
  WHEN 'things-stack' THEN '{"adr": null, "adrAckReq": null, "ack": null}'::jsonb ELSE '{"adrAckReq": null, "ack": null}'::jsonb END)::json
FROM lora_connections c
WHERE c.id = u.connection_id AND c.provider IN ('things-stack', 'chirpstack') AND u.kind = 'lora.uplink' AND u.event ->> 'ack' = 'false';
--> statement-breakpoint
RESET ROLE;
