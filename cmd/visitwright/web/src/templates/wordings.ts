/** Where the signed-in clinician's wordings are kept on the page. */
export const WORDINGS = ['wordings']
