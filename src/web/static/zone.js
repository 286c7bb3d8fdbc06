// zone.js - proposes the browser's time zone where nobody chose one yet. Without it the page proposes the machine's.
"use strict";
(() => {
  const field = document.querySelector("select[data-unset]");
  const mine = field && Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (!mine || ![...field.options].some((option) => option.value === mine)) return;
  field.value = mine;
  document.getElementById("z-machine").hidden = true;
  document.getElementById("z-browser").hidden = false;
})();
