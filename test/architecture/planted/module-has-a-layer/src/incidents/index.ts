// planted: a folder that .dependency-cruiser.cjs has not heard of
export const incidents = 1;
