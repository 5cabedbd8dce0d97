'use client';
import { useTranslations } from 'next-intl';
import { CodeBlock } from '#components/ui/code-block.tsx';
import { topicsOf } from '#server/mqtt/rules.ts';
import { quoted } from './first-senml.tsx';

export interface FirstMqttProps {
  /** `mqtt://` or `mqtts://`, host and port. */
  mqttUrl: string;
  urn: string;
  /** null: not shown any more; a variable of the shell stands in its place. */
  password: string | null;
}

/** A message to be pasted into a terminal, by the program that Mosquitto brings along. */
export function FirstMqtt({ mqttUrl, urn, password }: FirstMqttProps) {
  const t = useTranslations('networks.mqtt');
  const { protocol, hostname, port } = new URL(mqttUrl);
  const isSecure = protocol === 'mqtts:';
  const lines = [
    `mosquitto_pub -h ${hostname} -p ${port || (isSecure ? 8883 : 1883)}${isSecure ? ' --tls-use-os-certs' : ''} -q 1 \\`,
    `  -u ${quoted(urn)} -P ${password === null ? '"$PASSWORD"' : quoted(password)} \\`,
    `  -t ${quoted(topicsOf(urn).uplink)} \\`,
    `  -m ${quoted(JSON.stringify([{ n: 'temperature', u: 'Cel', v: 21.5 }]))}`,
  ];
  return <CodeBlock label={t('try')} value={lines.join('\n')} maxHeight="none" wrap />;
}
