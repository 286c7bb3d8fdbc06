/* lang_words.c - the languages we know and their commonest function words.
 *
 * The lists serve two ends: telling languages apart (by how many words of a text are in each list) and
 * keeping a name from beginning or ending with "the". They are the words a text of ten words can hardly do
 * without; words that several languages share ("de", "in") count for each of them. */
#include "lang.h"

#include <stddef.h>

/* clang-format off */
const Language LANGUAGES[] = {
    {"en", "english", SCRIPT_LATIN,
     " a about after again all also am an and any are aren't as at be because been before being but by can can't cannot "
     "could couldn't did didn't do does doesn't doing don't down for from get got had has hasn't have haven't having he "
     "her here him his how i i'd i'll i'm i've if in into is isn't it it's its just let me more most my no nor not now of "
     "off on once only or other our out over own same she should so some such than that that's the their them then there "
     "there's these they they're this those through to too under until up upon very was wasn't we we're were what when "
     "where which while who why will with won't would wouldn't you you're your "},
    {"de", "german", SCRIPT_LATIN,
     " aber alle als also am an auch auf aus bei bin bis bitte da damit dann das dass dem den der des die dies diese "
     "dieser doch durch ein eine einem einen einer eines er es für habe haben hat hatte ich ihr ihre im in ist ja kann "
     "kein keine können mein meine meinem meinen meiner mich mir mit muss nach nicht noch nun nur oder ohne schon sehr "
     "sein sich sie sind so über um und uns unter vom von vor war warum was wenn werden wie wieder wir wird wo wurde zu "
     "zum zur "},
    {"fr", "french", SCRIPT_LATIN,
     " ai au aucun aussi aux avec avez bien c'est car ce cela ces cette ceux comme comment dans de depuis des donc du elle "
     "en encore est et était être eu faire fait il ils j'ai je la le les leur lors lui ma mais me même mes moi mon n'a "
     "n'ai n'est ne ni nos notre nous on ont ou où par pas plus pour pourquoi qu'il quand que quel qui sa sans se ses si "
     "son sont suis sur ta très tu un une vos votre vous y à été "},
    {"es", "spanish", SCRIPT_LATIN,
     " a al algo ante antes aunque como con cuando de del desde donde durante e el ella ellos en entre era es esa ese eso "
     "esta está estaba estar este esto estoy fue ha había han hasta hay he la las le les lo los más me mi mis mucho muy "
     "nada ni no nos nosotros o para pero por porque qué que quien se según ser si sí sin sobre su sus también tan tengo "
     "tiene todo todos tu un una unos y ya yo él "},
    {"it", "italian", SCRIPT_LATIN,
     " a abbiamo ai al alla alle allo anche ancora avere c'è che chi ci come con così cui da dal dalla degli dei del della "
     "delle di dopo dove e è era essere gli ha hanno ho i il in io l'ho la le lei lo loro lui ma me mi mia mio molto ne "
     "nel nella no noi non nostro o per perché però più poi quando quanto quello questa questo sei senza si sia sono stata "
     "stato su sua sul sulla suo ti tra tu tutto un una uno vi voi "},
    {"pt", "portuguese", SCRIPT_LATIN,
     " a ainda ao aos as até com como da das de dela dele depois do dos e é ela ele em entre era essa esse esta está este "
     "estou eu foi há isso isto já lhe mais mas me mesmo meu meus minha minhas muito na não nas nem no nos nossa nosso o "
     "os ou para pela pelo por porque quando que quem se sem ser será seu sua também tem tenho ter um uma você vocês à "},
    {"nl", "dutch", SCRIPT_LATIN,
     " aan al alles als altijd ben bij daar dan dat de deze die dit doen door dus een en er geen geweest haar had heb hebben "
     "heeft hem het hier hij hoe hun ik in is ja je kan kon kunnen maar me meer men met mij mijn moet na naar niet niets "
     "nog nu of om omdat onder ons ook op over te tegen toch toen tot u uit uw van veel voor waarom waren was wat we wel "
     "werd wie wij wil worden wordt zal ze zich zij zijn zo zonder zou "},
    {"sv", "swedish", SCRIPT_LATIN,
     " alla att av blev bli blir de dem den denna det detta dig din där då efter ej eller en er ett från för ha hade han "
     "hans har hon hur här i icke inte ja jag kan kunde man med mig min mina mitt mot mycket måste ni nu när någon något "
     "och om oss på sedan sig sin ska skulle som så till under upp ut utan vad var varför vi vid vill än är över "},
    {"da", "danish", SCRIPT_LATIN,
     " af alle at blev blive bliver da de dem den der det dette dig din dog du efter eller en er et for fra få ham han har "
     "havde hendes her hos hun hvad hvis hvor hvorfor i ikke ind jeg jer kan man med meget men mig min mine mit mod ned "
     "noget nogle nu når og også om op os over på selv sig skal som sådan til ud under var vi vil ville være været "},
    {"no", "norwegian", SCRIPT_LATIN,
     " alle at av ble bli blir da de dem den der det dette deg din du eller en er et etter for fordi fra få ha hadde han har "
     "hennes her hun hva hvis hvor hvorfor i ikke inn jeg kan man med meg mer min mine mitt mot må noe noen nå når og også "
     "om opp oss over på seg selv sin skal som så til ut var ved vi vil ville vært være "},
    {"fi", "finnish", SCRIPT_LATIN,
     " ei eivät en että eli emme hän ja joka jos jotta kanssa koska kuin kun me mikä miksi minulla minun minä missä mitä "
     "mukaan mutta myös ne niin nyt näin oli olen olla olemme olisi ollut on ovat se sen sillä sitten sitä te tai tämä "
     "tämän tässä tätä vaan vain vaikka vielä voi voin "},
    {"hu", "hungarian", SCRIPT_LATIN,
     " a az azt be csak de egy el én és ez ezt fel ha hogy hogyan ide is itt ki le lehet lesz lett már meg mert mi miért mint "
     "mit most még nagyon ne nekem nem nincs ő olyan ott pedig s sem semmi szerint és tud után vagy vagyok van vannak volt "},
    {"ro", "romanian", SCRIPT_LATIN,
     " acest această ai aici al ale am ar are asta au că care ce cel cum cu când da dar de deci decât din după ea el este eu "
     "fi fost fără în îmi la le lor mai mă mea mi-a meu mult nu o pe pentru poate prin sa să se sau si și sunt sub un una "
     "unde va vă "},
    {"tr", "turkish", SCRIPT_LATIN,
     " acaba ama ancak artık bana ben beni benim bir biz bu bunu çok çünkü da daha de değil diye en gibi hem hep her hiç için "
     "ile ise kadar ki kim mi mı mu mü nasıl ne neden nerede o olan olarak oldu olduğu onu sen siz sonra şey şu tüm var ve "
     "veya ya yok "},
    {"ca", "catalan", SCRIPT_LATIN,
     " a al als amb aquest aquesta aquí això ara cap com d'un de del dels des els em en encara entre és està estic ha han "
     "havia he hi i jo l'ha la les li m'ha més meu meva molt no nos o on pel per però perquè quan que què qui sense ser "
     "seu seva si són sobre també tinc un una va vaig ja "},
    {"id", "indonesian", SCRIPT_LATIN,
     " ada adalah agar akan anda apa atau bagaimana bahwa belum bisa dalam dan dapat dari dengan di harus ini itu jika juga "
     "kami karena ke kenapa kita lagi lebih masih mengapa mereka oleh pada saat saya sangat saja sebagai sudah telah "
     "tetapi tidak untuk yang "},
    {"pl", NULL, SCRIPT_LATIN,
     " a ale bo by być było co czy dla do gdy gdzie i ich ja jak jest jestem jeszcze już kiedy która które który ma mam mi "
     "mnie mojej moje może na nie niż o od oraz po pod proszę przez przy się są tak tego ten to tylko w we więc z za ze że "},
    {"cs", NULL, SCRIPT_LATIN,
     " a aby ale ani asi bez bude by byl byla být co což do ho i já jak jako je jeho jen ještě jsem jsme jsou k kde když která "
     "který má mám mi mně moje můj na nebo není o od po pro proč proto s se si také tak to už v ve však z za že "},
    {"lt", "lithuanian", SCRIPT_LATIN,
     " ar arba aš bei bet bus buvo dar dėl gali ir iš į jau jei jis ji kad kai kaip kas ką man mano mes nes nuo ne nėra o per po "
     "prie su tai tik taip už yra "},
    {"ru", "russian", SCRIPT_CYRILLIC,
     " а без был была были было быть в вам вас весь во вот все всё вы где да для до его ее если есть еще же за и из или им их к "
     "как когда кто ли меня мне мой моя мы на нас не нет но о об он она они от очень по под почему при с со так также там то "
     "только у уже что чтобы это этот я "},
    {"uk", NULL, SCRIPT_CYRILLIC,
     " або але без був була були було бути в ви від він вона вони все ви де для до є з за і й її його їх коли мене мені ми мій на "
     "не ні от по при про та так також там ти то тому у це цей чи що щоб як який я "},
    {"bg", NULL, SCRIPT_CYRILLIC,
     " а без беше в ви във да до е за защо и или как като към ли ме ми мога много моя на не ни но от по при с са са се си след "
     "съм също така те това той тя че ще я "},
    {"sr", "serbian", SCRIPT_CYRILLIC,
     " а али би био да до за и из или је как када као ко који ли ме ми на не није од о по при са сам се су та тако то у што я "},
    {"el", "greek", SCRIPT_GREEK,
     " αλλά αν από αυτό για δεν είναι είχα ένα έχω η θα και κάθε μας με μετά μη μία μου να ο οι όμως όταν ότι που πως σας σε στη "
     "στην στο τα της τη την τις το τον του των ως "},
    {"ar", "arabic", SCRIPT_ARABIC,
     " أن أنا إلى إن التي الذي بعد على عن عند في قبل كان كل لا لقد لم لن ما مع من هذا هذه هل هو هي و يا "},
    {"hi", "hindi", SCRIPT_DEVANAGARI,
     " और का कि की के को कर था थी थे ने पर भी में मुझे मेरा मेरी मेरे मैं यह या ये वह से हम है हैं हो नहीं "},
    {"ta", "tamil", SCRIPT_TAMIL, " இது அது ஒரு என் நான் மற்றும் என்று இல்லை உள்ளது "},
    {"hy", "armenian", SCRIPT_ARMENIAN, " է և որ ես են եմ իմ այս չի համար մի "},
    {"he", NULL, SCRIPT_HEBREW, " את של על לא זה אני הוא היא עם כי גם אבל או יש אין מה "},
    {"ja", NULL, SCRIPT_KANA, " の に は を た が で て と し れ さ も な い か ら る す ま "},
    {"zh", NULL, SCRIPT_HAN, " 的 了 是 我 不 在 有 和 就 也 都 这 那 你 他 们 吗 很 "},
    {"ko", NULL, SCRIPT_HANGUL, " 이 그 저 것 수 등 및 안 못 왜 "},
};
/* clang-format on */

_Static_assert(sizeof LANGUAGES / sizeof *LANGUAGES <= LANGUAGES_MAX, "raise LANGUAGES_MAX");

int lang_count(void) {
    return (int)(sizeof LANGUAGES / sizeof *LANGUAGES);
}
