CREATE TRIGGER tell_configuration_rules AFTER UPDATE OF version_rules ON decoders FOR EACH ROW EXECUTE FUNCTION tell_configuration();
