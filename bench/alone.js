export const aloneFigures = async () => ({});
