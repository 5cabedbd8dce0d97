-- A deleted device that comes back has sent what it had sent; what was heard of it since its return stands.
CREATE FUNCTION restore_device_activity(stored jsonb) RETURNS void
LANGUAGE sql STRICT SECURITY DEFINER SET search_path = public, pg_temp AS $$
  UPDATE device_activity a SET last_message_at = s.last_message_at, last_uplink_id = s.last_uplink_id,
    last_signal = s.last_signal, last_spreading_factor = s.last_spreading_factor, interval_seconds = s.interval_seconds
  FROM jsonb_populate_recordset(null::device_activity, stored) s
  WHERE a.device_id = s.device_id AND a.last_message_at IS NULL
    AND a.customer_id = nullif(current_setting('app.customer_id', true), '')::uuid
$$;
--> statement-breakpoint
GRANT CREATE ON SCHEMA public TO things_pipeline;
ALTER FUNCTION restore_device_activity(jsonb) OWNER TO things_pipeline;
REVOKE CREATE ON SCHEMA public FROM things_pipeline;
--> statement-breakpoint
SET LOCAL ROLE things_pipeline;
REVOKE EXECUTE ON FUNCTION restore_device_activity(jsonb) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION restore_device_activity(jsonb) TO things_app;
RESET ROLE;
