/** The one question asked of the specification: does a change of this property replace the resource? */
export async function reduceServiceSpec() {
  return {};
}
