/** Fever, infection, skin and swelling. */
export const infection = `
# symptom
fever = fever | feverish | high temperature | temperature | burning up | hot and
  cold | pyrexia | febrile | running a temperature | spiking | boiling hot | feels hot | really
  hot | got a temperature | hot to touch | roasting | fevers | feeling hot | temp of | very hot
  | red hot forehead | feels really hot | (hes/shes) (hot/boiling/so hot/really hot)
shivers = shiver | shivering | shivery | shivers | rigor | rigors | chills |
  shaking | shakes | teeth chattering | shaking uncontrollably | cant get warm | shaking with
  cold | trembling | chill
rash = rash | spots | hives | welts | urticaria | blotches | red patches | rashes |
  spotty | bumps | weals | come out in spots | blotchy | nettle rash
rash-not-fading! = (rash/spots) >8 (doesnt fade/not fading/wont fade/doesnt disappear/does not
  fade/doesnt go away/not fade/isnt fading/stays/dont fade/does not disappear/didnt fade/not
  blanch/non blanching/doesnt blanch/still there) | glass test |
  (doesnt/wont/dont/didnt/not/stay/stays/still/failed) +8 (glass/tumbler) | purple
  (spots/rash/blotches) | non blanching | petechiae | like little bruises | look like bruises |
  pinprick +2 (spots/rash) | (spots/rash) +4 (purple/bruise/bruises) | purple dots | red pinpricks
  | blood spots under
skin-mottled = {skin} +4 (mottled/blotchy/marbled/blue/grey/pale/cold/clammy) | mottled |
  mottling | blotchy skin | marbled skin | hands and feet cold | cold (hands/feet/hands and
  feet) | skin +3 {pale} | gone grey | grey and clammy | all grey | pale and (clammy/sweaty/
  cold) | grey and limp
red-line = red (line/streak/streaks) | tracking | red line going | line going up | streak going up
infected = infected | infection | pus | oozing | septic | weeping | oozing green | abscess |
  smells | smelly | gone green | cellulitis | festering
septic-word = sepsis | septic | blood poisoning | septicaemia
uti = water infection | uti | urine infection | kidney infection | cystitis | burns when i wee |
  stings when i wee | wee +2 burns | pain +3 wee
chest-infection = chest infection | pneumonia | bronchitis | flu | covid | influenza
skin-black = {skin} +4 (black/blistering/dying/dead) | {leg} +4 (purple and black/black) |
  blistering | gangrene | skin +3 (peeling/coming off/sloughing/falling off) | flesh eating |
  necrotising | turned black | (toe/foot/finger) +3 black | peeling off
allergic = allergic | allergy | anaphylaxis | anaphylactic | reaction to | allergic reaction |
  anaphylatic | reaction | epipen | jext | adrenaline pen | epi pen | auto injector
throat-shut! = {throat} +3 (closing/closing up/closed up/closes/shutting/swelling up/swelling
  shut) | {tongue} +4 (getting bigger/growing/swelling up/too big/swelling)
throat-closing! = {throat} +5 (closing/tight/swelling/swollen/closing up/closed/swell/
  constricting/lump/tightening/itchy and tight/blocked/shutting/closes/narrowing/seizing) |
  {tongue} +4 {swell} | tongue +3 (thick/fat/big/tingling/swelling up) | neck swollen up | cant
  swallow | cannot swallow | hard to swallow | struggling to swallow | difficulty swallowing |
  swallow +4 (spit/saliva) | trouble swallowing | tight throat | unable to swallow | swallow my
  own spit
hoarse = hoarse | croaky | raspy | voice +3 (changed/husky)
lips-swelling = {lips} +4 {swell} | {face} +4 {swell} | {lips} +3 (tingling/tingly/huge/puffy) |
  eyes +3 (puffed up/swollen shut) | angioedema | angioedema | face +3 (blown up/like a balloon/
  blowing up) | lip +2 (fat/swelled) | fat lip
allergen = peanut | nut | nuts | cashew | almond | walnut | egg | shellfish | prawn | prawns |
  shrimp | bee | wasp | sting | stung | penicillin | amoxicillin | latex | fish | sesame | hornet
  | new (antibiotic/tablets/medicine/pills) | kiwi | hazelnut | pistachio | contrast dye | scan
  dye | contrast | milk allergy | insect bite | started +3 (antibiotic/tablets/medication)
hives = hives | welts | rash all over | itchy all over | urticaria | come out in hives | nettle
  rash | itching all over | come up in lumps | skin is on fire
drooling = drool | drooling | dribble | dribbling | cant swallow spit | spit running out
sore-throat = sore throat | throat +2 (sore/hurts/raw) | tonsillitis | strep |
  sorethroat | throat infection
runny-nose = runny nose | sniffles | sniffly | sneezing | stuffy nose | blocked nose | cold
  symptoms | the sniffles | congested | snotty | a cold | head cold | hay fever
ear-pain = {ear} +4 {pain} | earache | ear infection
eye-bad = {eye} +5 {pain} | {eye} +5 (red hot/scratched/chemical/acid/bleach/cut/metal/poked/
  cleaner/glued/burning/stabbed) | (splashed/sprayed/squirted/flew/got) +6 in +2 {eye} | eye
  injury | red eye
eye-swollen = {eye} +4 (swollen shut/swollen/bulging/cant move it) | eye swollen shut
itchy = itch | itchy | itching | scratchy
joint-hot = {leg} +4 (hot and swollen/red hot) | joint +4 (hot/swollen/red) | septic arthritis
travel = back from (africa/india/asia/abroad/nigeria/ghana/kenya/thailand) | malaria | been to
  (africa/india) | returned from | just back from | holiday in (africa/asia)
leg-clot = {calf} +7 ({swell}/red and hot/hot/red) | (leg/legs/thigh/lower leg) +6 {swell} | one
  leg +4 (bigger/swollen/twice) | {calf} +4 {pain} | dvt | deep vein thrombosis | blood clot |
  clot in | had a clot | pulmonary embolism | pe | swollen leg | leg +3 (swollen and/red and
  swollen) | clots before | {calf} +4 tight
limb-cold! = ({leg}/{foot}/{arm}/{hand}) +5 ({pale} and cold/cold and numb/blue and/white and
  cold/white and numb/gone white/turned blue/turned white/white/blue/no pulse/freezing/cold and
  pale) | (leg/foot/arm/hand/fingers/toes) +3 (blue/white/purple) | fingers blue | foot +3
  (cold/freezing) | (toes/fingers) +3 (grey/blue/white)
tired = tired | fatigue | exhausted | knackered | no energy | worn out | shattered
  | run down | wiped out | weary | drained | lethargic | lethargy
`;
