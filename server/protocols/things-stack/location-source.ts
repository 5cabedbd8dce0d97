/** The Things Stack's LocationSource and our word for the method. */
const METHODS: Record<string, string> = {
  SOURCE_GPS: 'GPS',
  SOURCE_REGISTRY: 'CONFIG',
  SOURCE_IP_GEOLOCATION: 'IP',
  SOURCE_WIFI_RSSI_GEOLOCATION: 'WIFI',
  SOURCE_BT_RSSI_GEOLOCATION: 'BLE',
  SOURCE_LORA_RSSI_GEOLOCATION: 'RSSI',
  SOURCE_LORA_TDOA_GEOLOCATION: 'TDOA',
  SOURCE_COMBINED_GEOLOCATION: 'COMBINED',
};

export function locationMethod(source: string | undefined): string | undefined {
  return source === undefined ? undefined : METHODS[source];
}

export function locationSource(method: string | undefined): string | undefined {
  return Object.keys(METHODS).find((source) => METHODS[source] === method);
}
