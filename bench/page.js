export const writePage = async (found) => console.log(found);
