/** Reported values as columns of the list of devices: `twin:temperature`. */
export const VALUE_GROUP = 'twin';
