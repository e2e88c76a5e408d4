/** Injury, burns, heat, cold, fumes, bites. */
export const injury = `
# symptom
head-hit = (hit/hits/banged/bumped/bashed/cracked/knocked/smacked/whacked/bang to/blow to/injury
  to/struck/landed on) +4 {head} | {head} +4 (injury/hit/bang/knock/bump/lump on it) | lump on
  head | concussion | concussed | knocked out | head first | dent in his skull | skull fracture
  | fell on +2 head | fell off +4 (table/bed/sofa/changing/worktop/couch/counter) | rolled off
  the bed | fell downstairs | fell down the stairs | hit her face | slipped in shower | dropped
  on +2 head
leak-from-head = (clear/watery/bloody/straw coloured) (fluid/liquid/stuff/water/discharge/gunk) >6
  (nose/ear/ears/nostril) | water >5 (dripping/coming/running/leaking/pouring) (out/out of/from)
  (my/
  his/her) (ear/nose) | (fluid/liquid) +5 (nose/ear)
head-hit-signs = clear fluid +6 (nose/ear) | fluid +5 (nose/ear) | cant remember +3 (match/what
  happened/falling/it) | dent in | bruising behind ear | headache getting worse | blacked out
  for
fall = fall | fell | fallen | tripped | slipped | tumbled | took a tumble | came off +3 (bike/
  ladder/horse/scooter/motorbike) | had a fall | been on floor
long-lie = been on floor | on the floor since | on the floor all night | lying there since |
  couldnt get up | cant get up
broken-bone = broken (bone/leg/arm/hip/ankle/wrist/neck/back) | bone sticking out | bone +3
  (out/through) | bent the wrong way | (ankle/foot/arm/leg/wrist/finger/knee/elbow) +5 (wrong
  way/funny angle/weird angle/odd angle/backwards/sideways) | leg looks shorter | leg +3
  (shorter/bent/deformed) | fracture | fractured | dislocated | arm +3 (bent/wonky/wrong way) |
  snapped | wrong angle | leg bent | sticking out +3 skin
hip-agony = hip is agony | hip +4 {severe}
big-injury! = car crash | car accident | rta | run over | hit by a (car/bus/van/lorry/truck/ bike)
  | fell off (roof/ladder/a roof/a ladder) | fell from | (got/been/was/were/he/she/they/someone)
  >1 stabbed | stabbed (me/him/her/in/with/by) | stab wound | been shot | gunshot | shot in the |
  impaled | amputated | (chopped/cut/sliced) +5 off | cut off (my/his/ her)
  (finger/thumb/toe/hand) | finger +3 off | crushed under | motorbike crash | chainsaw | run him
  over | (finger/fingertip/thumb/toe/ear) +2 (came off/come off/torn off/ripped off) | severed
  (finger/hand/arm/leg/toe) | sliced off | degloved | flap hanging off | nail gun | trampled |
  thrown from
deep-cut = deep cut | cut +4 deep | gaping | (cut/sliced/slashed) +4 (knife/glass/saw/grinder) |
  gash | see the bone | see bone | big flap | see the fat | cut to the bone
burn-serious = (boiling water/boiling/hot oil/chip pan/kettle/scald/scalded/hot tea/hot coffee/hot
  fat/hot soup/pan of) +10 (him/her/face/chest/arm/hand/hands/leg/skin/himself/herself/me/baby/neck/
  back/over/myself/burn/burnt) | (acid/chemical/steam/fire/petrol/firework) +6 (face/chest/arm/hand/
  hands/leg/skin/himself/herself/myself/burn/burnt) | chemical burn
  | burn +4 (face/blister/blistering/blistered/skin/white/hands/genitals/peeling/big/large/deep/
  black/charred) | scalded | scald | third degree | skin +3 (peeling off/white and leathery/
  melted) | all over my face | on fire caught | burned +4 (face/blistered) | clothes caught fire
electric = electric shock | electrocuted | electrocution | zapped by | shock from the | lightning
smoke = house fire | smoke inhalation | breathed in smoke | inhaled smoke | coughing up black |
  soot | chip pan fire
heat-ill = heat stroke | heatstroke | heat exhaustion | stopped sweating | boiling hot to touch
  | overheated | left in the car | left in a hot car | in the sun all day | out in the sun |
  sunstroke | marathon | skin is burning hot | hot car | hot +4 limp
cold-ill = hypothermia | hypothermic | freezing house | so cold to touch | fell in the (river/
  lake/sea/water) | nearly drowned | drowning | drowned | pulled out of the (pool/water/bath) |
  under the water | stone cold | ice cold and | found +4 freezing | frostbite
fumes = carbon monoxide | co alarm | monoxide alarm | boiler alarm | co detector | gas leak |
  smell gas | smell of gas | fumes | generator | exhaust fumes | co poisoning | bbq indoors |
  barbecue in the tent | faulty boiler | boiler | alarm keeps going off | bbq in the tent |
  charcoal
bite-danger = (dog/cat/human/bat/snake/adder/monkey/rat/spider/fox/animal) +4 (bit me/bit him/bit
  her/bit my/got bit/bite/bitten/bites/scratched) | (snake/adder/viper) >2 (got/struck) >1
  (me/my/him/her/his) | snake bite | snakebite | bat bit |
  rabies | jellyfish | scorpion | black widow | rusty nail | stood on a +2 nail
cast-tight = (cast/plaster/bandage) +4 (tight/too tight/numb/blue/swollen)
# state
fine-now = fine now | all fine | better now | gone now | recovered | all good now | ok now |
  settled | cleared up | sorted now | back to normal | seems fine | stopped now | feeling better
  | much better
`;
